import { expect, test } from "vitest";
import { once } from "./once.ts";

test("what was made once is kept, also for those who ask meanwhile", async () => {
  let made = 0;
  const get = once(async () => ++made);
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  expect(await get()).toBe(1);
});

test("what failed is tried again", async () => {
  let tries = 0;
  const get = once(async () => {
    if (++tries === 1) throw new Error("The disk is asleep.");
    return "awake";
  });
  await expect(get()).rejects.toThrow("asleep");
  expect(await get()).toBe("awake");
});
