import { expect, test } from "vitest";
import { mapBounds, mapFit, pointUnder, screenOnMap } from "./map-view.ts";

const map = { width: 176, height: 108 };
const screen = { width: 1_440, height: 800 };
const card = (x: number, y: number) => ({ x, y, width: 208, height: 48 });

test("a small workflow lies in the middle of one screen", () => {
  expect(mapBounds([card(0, 0), card(0, 96)], screen)).toEqual({ x: 104 - 720, y: 72 - 400, ...screen });
});

test("without cards, and before the screen is measured, it is something all the same", () => {
  expect(mapBounds([], screen)).toEqual({ x: -720, y: -400, ...screen });
  const { scale, x, y } = mapFit(mapBounds([], { width: 0, height: 0 }), map);
  expect([scale, x, y].every(Number.isFinite)).toBe(true);
});

test("a large one is shown whole, with room around it", () => {
  const { x, y, width, height } = mapBounds([card(-1_000, 0), card(9_792, 4_952)], screen);
  expect(x).toBeLessThan(-1_000);
  expect(y).toBeLessThan(0);
  expect(x + width).toBeGreaterThan(10_000);
  expect(y + height).toBeGreaterThan(5_000);
});

test("the screen on the map moves against the canvas, and shrinks as one comes nearer", () => {
  const bounds = { x: 0, y: 0, width: 17_600, height: 10_800 };
  expect(mapFit(bounds, map)).toEqual({ scale: 0.01, x: 0, y: 0 });
  expect(screenOnMap(bounds, map, { x: -2_000, y: -1_000, zoom: 1 }, screen)).toEqual({
    x: 20,
    y: 10,
    width: 14.4,
    height: 8,
  });
  expect(screenOnMap(bounds, map, { x: -4_000, y: -2_000, zoom: 2 }, screen)).toMatchObject({
    x: 20,
    y: 10,
    width: 7.2,
  });
});

test("a point of the map leads to the canvas under it, also where the map has room to spare", () => {
  const bounds = { x: -500, y: 100, width: 1_000, height: 1_000 };
  expect(pointUnder(bounds, map, { x: 88, y: 54 })).toEqual({ x: 0, y: 600 });
  const { x, y } = mapFit(bounds, map);
  expect(pointUnder(bounds, map, { x, y })).toEqual({ x: -500, y: 100 });
});
