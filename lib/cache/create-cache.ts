import type { RedisLink } from "../redis/redis-link.ts";
import { createMemoryCache } from "./adapters/memory-cache.ts";
import { createUpstashCache } from "./adapters/upstash-cache.ts";
import type { Cache } from "./cache.ts";

/** Keys that were changed while Redis was gone; more than this are forgotten, and live on there until they run out. */
const MOST_CHANGED = 10_000;

/** In Redis where there is one and it answers, else in this process. */
export function createCache(link: RedisLink | undefined): Cache {
  const own = createMemoryCache();
  if (!link) return own;
  const shared = createUpstashCache(link);
  const changed = new Set<string>();
  // What Redis still holds of them is older than what was said meanwhile.
  link.beforeReturn(async () => {
    const names = [...changed].map((key) => `${link.namespace}:cache:${key}`);
    if (names.length > 0) await link.redis.del(...names);
    for (const key of changed) await own.delete(key);
    changed.clear();
  });
  async function change(key: string, there: () => Promise<void>, here: () => Promise<void>): Promise<void> {
    try {
      if (link?.isUp) return await there();
    } catch {
      // Nobody knows whether it went through.
    }
    if (changed.size < MOST_CHANGED) changed.add(key);
    await here();
  }
  return {
    get: (key) => (link.isUp ? shared.get(key).catch(() => own.get(key)) : own.get(key)),
    set: (key, value, forMs) =>
      change(
        key,
        () => shared.set(key, value, forMs),
        () => own.set(key, value, forMs),
      ),
    delete: (key) =>
      change(
        key,
        () => shared.delete(key),
        () => own.delete(key),
      ),
  };
}
