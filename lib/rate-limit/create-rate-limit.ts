import type { RedisLink } from "../redis/redis-link.ts";
import { createMemoryRateLimit } from "./adapters/memory-rate-limit.ts";
import { createUpstashRateLimit } from "./adapters/upstash-rate-limit.ts";
import type { RateLimit } from "./rate-limit.ts";

/** Counted in Redis where there is one and it answers, else in this process: a limit never stops what it counts. */
export function createRateLimit(link: RedisLink | undefined): RateLimit {
  const own = createMemoryRateLimit();
  if (!link) return own;
  const shared = createUpstashRateLimit(link);
  return {
    take(key, rule, count) {
      if (!link.isUp) return own.take(key, rule, count);
      const decision = shared.take(key, rule, count);
      return decision instanceof Promise ? decision.catch(() => own.take(key, rule, count)) : decision;
    },
  };
}
