import { expect, test } from "vitest";
import { axisTimes } from "./time-axis.ts";

test("the marks are round, begin at 0 and are few", () => {
  expect(axisTimes(3_400)).toEqual([0, 1_000, 2_000, 3_000]);
  expect(axisTimes(12)).toEqual([0, 2, 4, 6, 8, 10, 12]);
  expect(axisTimes(3 * 60_000)).toEqual([0, 30_000, 60_000, 90_000, 120_000, 150_000, 180_000]);
});

test("from a millisecond to a month there are at most seven", () => {
  for (let length = 1; length < 3e9; length *= 1.7) {
    const times = axisTimes(length);
    expect(times.length).toBeGreaterThanOrEqual(1);
    expect(times.length).toBeLessThanOrEqual(7);
    expect(times.at(-1)).toBeLessThanOrEqual(length);
  }
});
