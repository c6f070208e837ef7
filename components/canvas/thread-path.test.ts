import { expect, test } from "vitest";
import { roundedPath, threadRoute } from "./thread-path.ts";

test("a thread straight down has no turn", () => {
  expect(threadRoute({ x: 10, y: 0 }, { x: 10, y: 100 }).path).toBe("M10 0L10 100");
});

test("a thread goes down, across and down, with turns of radius 8", () => {
  const route = threadRoute({ x: 0, y: 0 }, { x: 100, y: 100 });
  expect(route.path).toBe("M0 0L0 42Q0 50 8 50L92 50Q100 50 100 58L100 100");
  expect(route.middle).toEqual({ x: 50, y: 50 });
});

test("threads into one join cross just below their sources, so that those of one row share a lane", () => {
  const target = { x: 100, y: 400 };
  const lanes = [0, 50, 200].map((x) => threadRoute({ x, y: 0 }, target, { shareLane: true }).middle.y);
  expect(new Set(lanes)).toEqual(new Set([20]));
});

test("a turn with little room has a smaller radius and never overshoots", () => {
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 0, y: 6 },
      { x: 40, y: 6 },
    ]),
  ).toBe("M0 0L0 3Q0 6 3 6L40 6");
});

test("a target above its source is reached around the side, from above", () => {
  const { path, middle } = threadRoute({ x: 0, y: 100 }, { x: 40, y: 0 });
  expect(path.startsWith("M0 100L0 108")).toBe(true);
  expect(path.endsWith("L40 0")).toBe(true);
  expect(middle.x).toBeGreaterThan(40);
});
