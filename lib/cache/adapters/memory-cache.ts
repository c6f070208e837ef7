import { parseJson } from "../../engine/parse-json.ts";
import type { Cache } from "../cache.ts";

const MOST_CHARACTERS = 16 * 1024 * 1024;

interface Kept {
  text: string;
  until: number;
}

/**
 * Of this process alone. Kept as text: whoever gets a value may change it, and its size is known.
 * @param now monotonic milliseconds
 */
export function createMemoryCache(now: () => number = () => performance.now()): Cache {
  const kept = new Map<string, Kept>();
  let size = 0;
  const drop = (key: string) => {
    size -= kept.get(key)?.text.length ?? 0;
    kept.delete(key);
  };
  return {
    async get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      if (found.until <= now()) {
        drop(key);
        return undefined;
      }
      // Read last, dropped last.
      kept.delete(key);
      kept.set(key, found);
      return parseJson(found.text);
    },
    async set(key, value, forMs) {
      const text = JSON.stringify(value);
      drop(key);
      if (text.length > MOST_CHARACTERS) return;
      kept.set(key, { text, until: now() + forMs });
      size += text.length;
      for (const oldest of kept.keys()) {
        if (size <= MOST_CHARACTERS) break;
        drop(oldest);
      }
    },
    async delete(key) {
      drop(key);
    },
  };
}
