import type { RateDecision, RateLimit, RateRule } from "../rate-limit.ts";

/** Keys are forgotten once they have all they may have again; beyond this many, the oldest before that. */
const MOST_KEYS = 100_000;
const SWEEP_EVERY = 10_000;

const allowed: RateDecision = { allowed: true };

/** A rate limit of this process alone, that can also be looked at without taking anything. */
export interface MemoryRateLimit extends RateLimit {
  take(key: string, rule: RateRule, count?: number): RateDecision;
  /** What `take` would say. */
  peek(key: string, rule: RateRule): RateDecision;
}

/**
 * One number a key: when it will have everything again, if nothing more is taken (GCRA, the leaky bucket as a meter).
 * @param now monotonic milliseconds
 */
export function createMemoryRateLimit(now: () => number = () => performance.now()): MemoryRateLimit {
  const fullAt = new Map<string, number>();
  let sinceSweep = 0;

  const sweep = () => {
    sinceSweep = 0;
    const moment = now();
    for (const [key, at] of fullAt) if (at <= moment) fullAt.delete(key);
    for (const key of fullAt.keys()) {
      if (fullAt.size <= MOST_KEYS) break;
      fullAt.delete(key);
    }
  };

  function decide(key: string, { limit, windowMs }: RateRule, takes: boolean, count = 1): RateDecision {
    const moment = now();
    const name = `${limit}/${windowMs} ${key}`;
    const next = Math.max(fullAt.get(name) ?? 0, moment) + (count * windowMs) / limit;
    const retryAfterMs = next - windowMs - moment;
    // Sums of fractions miss whole numbers by a little.
    if (retryAfterMs > 1e-6) return { allowed: false, retryAfterMs };
    if (!takes) return allowed;
    fullAt.set(name, next);
    sinceSweep += 1;
    if (sinceSweep >= SWEEP_EVERY) sweep();
    return allowed;
  }
  return {
    take: (key, rule, count) => decide(key, rule, true, count),
    peek: (key, rule) => decide(key, rule, false),
  };
}
