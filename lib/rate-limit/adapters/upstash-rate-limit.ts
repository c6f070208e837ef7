import { Ratelimit } from "@upstash/ratelimit";
import type { RedisLink } from "../../redis/redis-link.ts";
import type { RateDecision, RateLimit, RateRule } from "../rate-limit.ts";
import { withPlainScripts } from "./plain-scripts.ts";

/** Of a rule's limit, what a process takes at a time and gives out without asking again. */
const PART = 1 / 100;
const MOST_KEYS = 10_000;
const MOST_RULES = 100;

const allowed: RateDecision = { allowed: true };
const refused = (until: number): RateDecision => ({ allowed: false, retryAfterMs: Math.max(1, until - Date.now()) });

/** What of a key needs no question until then: `left` are allowed, or with none left, none is. */
interface Held {
  left: number;
  /** Milliseconds since the epoch. */
  until: number;
}

/**
 * Counted in Redis, for all processes together. A generous rule is taken in parts of a hundredth, so that most decisions
 * ask nobody; a process may so hold back a hundredth that another would have used.
 * @throws in `take`, while Redis is gone
 */
export function createUpstashRateLimit(link: RedisLink): RateLimit {
  const redis = withPlainScripts(link.redis);
  const limiters = new Map<string, Ratelimit>();
  const held = new Map<string, Held>();

  function limiterFor({ limit, windowMs }: RateRule, part: number): Ratelimit {
    const name = `${limit}/${windowMs}`;
    const known = limiters.get(name);
    if (known) return known;
    if (limiters.size >= MOST_RULES) limiters.clear();
    const refillMs = Math.max(1, Math.round((windowMs * part) / limit));
    const made = new Ratelimit({
      redis,
      limiter: Ratelimit.tokenBucket(part, `${refillMs} ms`, limit),
      prefix: `${link.namespace}:limit:${name}`,
      // The link has its own time-out; this one would allow everything.
      timeout: 0,
      // It would keep what it knows for ever.
      ephemeralCache: false,
      enableTelemetry: false,
    });
    limiters.set(name, made);
    return made;
  }

  async function takePart(
    key: string,
    name: string,
    rule: RateRule,
    part: number,
    count: number,
  ): Promise<RateDecision> {
    const limiter = limiterFor(rule, part);
    const rate = Math.max(part, count);
    const { success, reset } = await link.ask(() => limiter.limit(key, { rate }));
    if (held.size >= MOST_KEYS) held.clear();
    if (!success) {
      // Fewer than these there may still be.
      if (rate === part) held.set(name, { left: 0, until: reset });
      return refused(reset);
    }
    // Two that asked at the same time have both been given a part.
    const left = (held.get(name)?.left ?? 0) + rate - count;
    if (left > 0) held.set(name, { left, until: Date.now() + rule.windowMs });
    return allowed;
  }

  return {
    take(key, rule, count = 1) {
      const part = Math.max(1, Math.floor(rule.limit * PART));
      const name = `${rule.limit}/${rule.windowMs} ${key}`;
      const known = held.get(name);
      if (known && known.until > Date.now() && (known.left === 0 || known.left >= count)) {
        if (known.left === 0) return refused(known.until);
        known.left -= count;
        if (known.left === 0) held.delete(name);
        return allowed;
      }
      // What is held is too little for this one: it takes its own, and leaves that to others.
      if (!known || known.until <= Date.now()) held.delete(name);
      return takePart(key, name, rule, part, count);
    },
  };
}
