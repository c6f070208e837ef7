import { createHash } from "node:crypto";
import type { Redis } from "@upstash/redis";

/** What of a client the library asks. */
type ScriptClient = Pick<Redis, "eval" | "evalsha">;

/**
 * The library's scripts begin with a flag that only Upstash's own servers know; any other Redis refuses them. Without that
 * line they run on both, under another hash: so the library is told that its own is unknown, and the text it then sends is
 * what is looked at.
 */
export function withPlainScripts(redis: Redis): Redis {
  const hashes = new Map<string, string>();
  const client: ScriptClient = {
    evalsha: async () => {
      throw new Error("NOSCRIPT");
    },
    eval: async <Args extends unknown[], Result>(text: string, keys: string[], args?: Args): Promise<Result> => {
      const plain = text.replace(/^#!lua flags=allow-key-locking\n/, "");
      const hash = hashes.get(text) ?? createHash("sha1").update(plain).digest("hex");
      hashes.set(text, hash);
      try {
        return await redis.evalsha<Args, Result>(hash, keys, args as Args);
      } catch (error) {
        if (!String(error).includes("NOSCRIPT")) throw error;
        return redis.eval<Args, Result>(plain, keys, args as Args);
      }
    },
  };
  // The library asks for a whole client and uses these two, as long as no global limits are set.
  return client as Redis;
}
