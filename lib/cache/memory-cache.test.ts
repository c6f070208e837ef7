import { expect, test } from "vitest";
import { createMemoryCache } from "./adapters/memory-cache.ts";
import { cacheContract } from "./testing/cache-contract.ts";

let moment = 0;
const cache = createMemoryCache(() => moment);
cacheContract("memory", () => ({
  cache,
  pass: async (ms) => {
    moment += ms;
  },
}));

test("holds 16 Mi characters, and lets go first what was not read for longest", async () => {
  const text = "x".repeat(1024 * 1024 - 2);
  for (let i = 0; i < 16; i++) await cache.set(`big/${i}`, text, 60_000);
  expect(await cache.get("big/0")).toBe(text);
  await cache.set("big/16", text, 60_000);
  expect(await cache.get("big/1")).toBeUndefined();
  expect(await cache.get("big/0")).toBe(text);
  await cache.set("too big", text.repeat(17), 60_000);
  expect(await cache.get("too big")).toBeUndefined();
  expect(await cache.get("big/16")).toBe(text);
});
