import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../runs/testing/harness.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { createUpstashCache } from "./adapters/upstash-cache.ts";
import type { Cache } from "./cache.ts";
import { createCache } from "./create-cache.ts";
import { cacheContract } from "./testing/cache-contract.ts";

let redis: TestRedis;
let caches: Cache[];
beforeAll(async () => {
  redis = await startTestRedis();
  caches = [createUpstashCache(redis.link()), createCache(redis.link())];
});
afterAll(() => redis.close());

const pass = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
cacheContract("Redis", () => ({ cache: caches[0] as Cache, pass }));
cacheContract("Redis, else memory", () => ({ cache: caches[1] as Cache, pass }));

test("what one process remembers, the other knows", async () => {
  const [one, other] = [createCache(redis.link()), createCache(redis.link())];
  await one.set("shared", 1, 60_000);
  expect(await other.get("shared")).toBe(1);
  await other.delete("shared");
  expect(await one.get("shared")).toBeUndefined();
});

test("goes on in memory while Redis is gone, and brings back nothing that was changed meanwhile", async () => {
  const own = await startTestRedis();
  const link = own.link();
  const cache = createCache(link);
  for (const key of ["kept", "deleted", "changed"]) await cache.set(key, "old", 60_000);
  // A proxy that is gone, with Redis keeping what it has.
  await own.bridge.close();
  await cache.delete("deleted");
  await cache.set("changed", "new", 60_000);
  expect(link.isUp).toBe(false);
  expect(await cache.get("changed")).toBe("new");
  expect(await cache.get("deleted")).toBeUndefined();
  expect(await cache.get("kept")).toBeUndefined();
  await own.bridge.reopen();
  await until(() => link.isUp, "Redis is back");
  expect(await cache.get("kept")).toBe("old");
  expect(await cache.get("deleted")).toBeUndefined();
  expect(await cache.get("changed")).toBeUndefined();
  await own.server.kill();
  expect(await cache.get("changed")).toBeUndefined();
  await cache.set("changed", "newest", 60_000);
  expect(await cache.get("changed")).toBe("newest");
  await own.close();
});
