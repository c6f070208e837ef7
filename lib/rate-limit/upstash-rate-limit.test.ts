import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { until } from "../runs/testing/harness.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { createUpstashRateLimit } from "./adapters/upstash-rate-limit.ts";
import { createRateLimit } from "./create-rate-limit.ts";
import type { RateLimit } from "./rate-limit.ts";
import { rateLimitContract } from "./testing/rate-limit-contract.ts";

let redis: TestRedis;
let rateLimit: RateLimit;
let both: RateLimit;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  redis = await startTestRedis();
  rateLimit = createUpstashRateLimit(redis.link());
  both = createRateLimit(redis.link());
});
afterAll(async () => {
  await redis.close();
  vi.useRealTimers();
});

rateLimitContract("Redis", () => ({ rateLimit, advance: (ms) => void vi.setSystemTime(Date.now() + ms) }));
rateLimitContract("Redis, else memory", () => ({
  rateLimit: both,
  advance: (ms) => void vi.setSystemTime(Date.now() + ms),
}));
const rule = { limit: 4, windowMs: 60_000 };

async function allowedOf(limit: RateLimit, key: string, times: number): Promise<number> {
  let allowed = 0;
  for (let i = 0; i < times; i++) if ((await limit.take(key, rule)).allowed) allowed += 1;
  return allowed;
}

test("two processes count together", async () => {
  const [one, other] = [createRateLimit(redis.link()), createRateLimit(redis.link())];
  expect(await allowedOf(one, "user:shared", 3)).toBe(3);
  expect(await allowedOf(other, "user:shared", 3)).toBe(1);
});

test("of a generous rule most decisions ask nobody, and two processes stay within it", async () => {
  const generous = { limit: 1_000, windowMs: 60_000 };
  const [one, other] = [createRateLimit(redis.link()), createRateLimit(redis.link())];
  const before = redis.bridge.answered("evalsha") + redis.bridge.answered("eval");
  let [direct, allowed] = [0, 0];
  for (let i = 0; i < 1_200; i++) {
    const decision = (i % 2 ? one : other).take("user:generous", generous);
    if (!(decision instanceof Promise)) direct += 1;
    if ((await decision).allowed) allowed += 1;
  }
  expect(allowed).toBe(1_000);
  expect(redis.bridge.answered("evalsha") + redis.bridge.answered("eval") - before).toBeLessThanOrEqual(110);
  expect(direct).toBeGreaterThan(1_000);
});

test("while Redis is gone every process counts for itself; once it is back they count together", async () => {
  const own = await startTestRedis();
  const links = [own.link(), own.link()];
  const [one, other] = links.map((link) => createRateLimit(link)) as [RateLimit, RateLimit];
  expect(await allowedOf(one, "user:before", 9)).toBe(4);
  await own.server.kill();
  expect(await allowedOf(one, "user:gone", 9)).toBe(4);
  expect(await allowedOf(other, "user:gone", 9)).toBe(4);
  // Known to be gone, nobody waits for it any more.
  expect(one.take("user:gone too", rule)).not.toBeInstanceOf(Promise);
  await own.server.start();
  await until(() => links.every(({ isUp }) => isUp), "Redis is back");
  expect(await allowedOf(one, "user:back", 3)).toBe(3);
  expect(await allowedOf(other, "user:back", 3)).toBe(1);
  expect(own.said).toHaveLength(4);
  await own.close();
});
