import { describe, expect, test } from "vitest";
import type { Json } from "../../engine/json.ts";
import { type Cache, remember } from "../cache.ts";

export interface CacheHarness {
  cache: Cache;
  /** Lets `ms` pass, as far as the cache knows. */
  pass(ms: number): Promise<void>;
}

/** What every cache must do. */
export function cacheContract(name: string, harness: () => CacheHarness): void {
  describe(`cache contract: ${name}`, () => {
    let keys = 0;
    const newKey = () => `${name.replace(/\W/g, "_")}/${++keys}`;

    test.each<[string, Json]>([
      ["null", null],
      ["false", false],
      ["zero", 0],
      ["an empty text", ""],
      ["a text that looks like a number", "007"],
      ["a text that looks like JSON", '{"a":1}'],
      ["a large number", 9_007_199_254_740_991],
      ["NUL, a lone surrogate and emoji", "\0 \ud800 🧵"],
      ["a tree", { list: [1, "two", null, { three: [] }], "": {} }],
      ["100 KB", "x".repeat(100_000)],
    ])("gives %s back as it was", async (_, value) => {
      const { cache } = harness();
      const key = newKey();
      await cache.set(key, value, 60_000);
      expect(await cache.get(key)).toEqual(value);
    });

    test("has nothing that was not put there, was deleted, or ran out", async () => {
      const { cache, pass } = harness();
      const [kept, deleted, short] = [newKey(), newKey(), newKey()];
      expect(await cache.get(newKey())).toBeUndefined();
      await cache.set(kept, "kept", 60_000);
      await cache.set(deleted, "deleted", 60_000);
      await cache.set(short, "short", 20);
      await cache.delete(deleted);
      await cache.delete(newKey());
      await pass(30);
      expect(await Promise.all([kept, deleted, short].map((key) => cache.get(key)))).toEqual([
        "kept",
        undefined,
        undefined,
      ]);
    });

    test("what is put again replaces what was there, its time included", async () => {
      const { cache, pass } = harness();
      const key = newKey();
      await cache.set(key, "old", 20);
      await cache.set(key, "new", 60_000);
      await pass(30);
      expect(await cache.get(key)).toBe("new");
    });

    test("what somebody does to a value stays theirs", async () => {
      const { cache } = harness();
      const key = newKey();
      const value = { list: [1] };
      await cache.set(key, value, 60_000);
      value.list.push(2);
      const got = (await cache.get(key)) as { list: number[] };
      got.list.push(3);
      expect(await cache.get(key)).toEqual({ list: [1] });
    });

    test("remembers what was made, and makes it once", async () => {
      const { cache } = harness();
      const key = newKey();
      let made = 0;
      const make = () => ({ made: ++made });
      expect(await remember(cache, key, 60_000, make)).toEqual({ made: 1 });
      expect(await remember(cache, key, 60_000, make)).toEqual({ made: 1 });
    });
  });
}
