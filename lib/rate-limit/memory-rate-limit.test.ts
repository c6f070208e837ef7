import { expect, test } from "vitest";
import { createMemoryRateLimit } from "./adapters/memory-rate-limit.ts";
import { rateLimitContract } from "./testing/rate-limit-contract.ts";

let moment = 1_000;
const rateLimit = createMemoryRateLimit(() => moment);
rateLimitContract("memory", () => ({
  rateLimit,
  advance: (ms) => {
    moment += ms;
  },
}));

test("looking takes nothing", () => {
  const rule = { limit: 1, windowMs: 60_000 };
  for (let i = 0; i < 3; i++) expect(rateLimit.peek("user:looked", rule)).toEqual({ allowed: true });
  rateLimit.take("user:looked", rule);
  expect(rateLimit.peek("user:looked", rule)).toMatchObject({ allowed: false });
});

test("a flood of new keys does not fill the memory, and those that matter are kept", () => {
  const rule = { limit: 1, windowMs: 60_000 };
  for (let i = 0; i < 120_000; i++) rateLimit.take(`address:${i}`, rule);
  expect(rateLimit.take("address:119999", rule)).toMatchObject({ allowed: false });
  // Dropped as the oldest.
  expect(rateLimit.take("address:0", rule)).toEqual({ allowed: true });
});
