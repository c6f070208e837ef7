import { expect, test } from "vitest";
import { timeScale } from "./time-scale.ts";

test("short gaps lie as far apart as they were", () => {
  expect(timeScale([1_000, 2_000, 5_000])).toEqual({ places: [0, 0.25, 1], folds: [] });
});

test("a long wait is folded and says how long it was", () => {
  const { places, folds } = timeScale([0, 4_000, 3_604_000, 3_605_000]);
  expect(folds).toEqual([{ from: places[1], to: places[2], ms: 3_600_000, before: 2 }]);
  expect((places[2] ?? 0) - (places[1] ?? 0)).toBeCloseTo(1 / 6);
  expect(places.at(-1)).toBe(1);
});

test("one moment, or several at once, are no division by nothing", () => {
  expect(timeScale([])).toEqual({ places: [], folds: [] });
  expect(timeScale([5, 5]).places).toEqual([0, 0]);
});
