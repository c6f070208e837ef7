import { describe, expect, test } from "vitest";
import type { RateLimit, RateRule } from "../rate-limit.ts";

export interface RateLimitHarness {
  rateLimit: RateLimit;
  /** Lets time pass, as far as the rate limit knows. */
  advance(ms: number): void;
}

const MINUTE = 60_000;

/** What every rate limit must do. */
export function rateLimitContract(name: string, harness: () => RateLimitHarness): void {
  describe(`rate limit contract: ${name}`, () => {
    let keys = 0;
    const newKey = () => `user:${name.replace(/\W/g, "_")}_${++keys}`;
    const take = (key: string, rule: RateRule) => harness().rateLimit.take(key, rule);
    const takeMany = async (key: string, rule: RateRule, times: number) => {
      let allowed = 0;
      for (let i = 0; i < times; i++) if ((await take(key, rule)).allowed) allowed += 1;
      return allowed;
    };

    test.each([1, 3, 10, 1_000])("of %i a minute so many may come at once, and no more", async (limit) => {
      const key = newKey();
      const rule = { limit, windowMs: MINUTE };
      expect(await takeMany(key, rule, limit + 5)).toBe(limit);
      const decision = await take(key, rule);
      if (decision.allowed) throw new Error("one too many");
      expect(decision.retryAfterMs).toBeGreaterThan(0);
      expect(decision.retryAfterMs).toBeLessThanOrEqual(MINUTE / Math.min(limit, 100) + 1);
    });

    test("after the time that it names, one is allowed again", async () => {
      for (const limit of [1, 7, 200]) {
        const key = newKey();
        const rule = { limit, windowMs: MINUTE };
        await takeMany(key, rule, limit);
        const decision = await take(key, rule);
        if (decision.allowed) throw new Error("one too many");
        harness().advance(Math.ceil(decision.retryAfterMs));
        expect(await take(key, rule)).toEqual({ allowed: true });
      }
    });

    test("after a window everything is allowed again, and not more than that", async () => {
      const key = newKey();
      const rule = { limit: 20, windowMs: MINUTE };
      await takeMany(key, rule, 25);
      harness().advance(10 * MINUTE);
      expect(await takeMany(key, rule, 30)).toBe(20);
    });

    test("half a window gives half of it back", async () => {
      const key = newKey();
      const rule = { limit: 20, windowMs: MINUTE };
      await takeMany(key, rule, 20);
      harness().advance(MINUTE / 2);
      expect(await takeMany(key, rule, 30)).toBe(10);
    });

    test("who is refused loses nothing by asking", async () => {
      const key = newKey();
      const rule = { limit: 2, windowMs: MINUTE };
      await takeMany(key, rule, 50);
      harness().advance(MINUTE / 2);
      expect(await take(key, rule)).toEqual({ allowed: true });
    });

    test("several are taken at once, all of them or none", async () => {
      const key = newKey();
      const rule = { limit: 10, windowMs: MINUTE };
      const { rateLimit, advance } = harness();
      expect(await rateLimit.take(key, rule, 6)).toEqual({ allowed: true });
      const refused = await rateLimit.take(key, rule, 5);
      if (refused.allowed) throw new Error("one too many");
      // The refusal took nothing: the four that are left are still there.
      expect(await rateLimit.take(key, rule, 4)).toEqual({ allowed: true });
      expect((await take(key, rule)).allowed).toBe(false);
      advance(Math.ceil(MINUTE / 2));
      expect(await rateLimit.take(key, rule, 5)).toEqual({ allowed: true });
      // As many as the rule has at all wait for a whole window.
      expect((await rateLimit.take(key, rule, 10)).allowed).toBe(false);
      advance(10 * MINUTE);
      expect(await rateLimit.take(key, rule, 10)).toEqual({ allowed: true });
    });

    test("keys and rules count for themselves", async () => {
      const [a, b] = [newKey(), newKey()];
      const rule = { limit: 1, windowMs: MINUTE };
      expect(await takeMany(a, rule, 2)).toBe(1);
      expect(await takeMany(b, rule, 2)).toBe(1);
      expect(await takeMany(a, { limit: 2, windowMs: MINUTE }, 3)).toBe(2);
    });

    test("of many at the same time no more than the limit get through", async () => {
      const key = newKey();
      const rule = { limit: 5, windowMs: MINUTE };
      const decisions = await Promise.all(Array.from({ length: 20 }, () => take(key, rule)));
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(5);
    });
  });
}
