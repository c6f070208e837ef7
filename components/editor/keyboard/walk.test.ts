import { expect, test } from "vitest";
import type { DocumentNode } from "#lib/engine/document.ts";
import { crossBorder, walkFrom } from "./walk.ts";

//      top
//   /   |   \
// left mid  right     far
const places = new Map([
  ["top", { x: 200, y: 0 }],
  ["left", { x: 0, y: 100 }],
  ["mid", { x: 200, y: 100 }],
  ["right", { x: 400, y: 100 }],
  ["far", { x: 600, y: 110 }],
]);
const edges = ["left", "mid", "right"].map((target) => ({
  id: target,
  source: "top",
  sourcePort: "out",
  target,
  targetPort: "in",
}));
const walk = (from: string, direction: "up" | "down" | "left" | "right") => walkFrom(from, direction, edges, places);

test("down and up go along the connections, to the one straight below first", () => {
  expect(walk("top", "down")).toBe("mid");
  expect(walk("right", "up")).toBe("top");
  expect(walk("mid", "down")).toBeNull();
});

test("left and right go to the neighbour on the same thread, then to whatever is beside", () => {
  expect(walk("left", "right")).toBe("mid");
  expect(walk("mid", "left")).toBe("left");
  expect(walk("right", "right")).toBe("far");
  expect(walk("left", "left")).toBeNull();
});

test("into a loop leads to its topmost step, out of it to the loop", () => {
  const node = (id: string, parent: string | null): DocumentNode => ({
    id,
    key: id,
    type: "data.set",
    version: 1,
    config: {},
    parent,
  });
  const nodes = [node("top", null), node("mid", "top"), node("left", "top"), node("far", null)];
  const inside = new Map([...places, ["left", { x: 0, y: 90 }] as const]);
  const cross = (id: string, way: "into" | "out") => crossBorder(id, way, nodes, inside);
  expect(cross("top", "into")).toBe("left");
  expect(cross("mid", "out")).toBe("top");
  expect(cross("far", "into")).toBeNull();
  expect(cross("far", "out")).toBeNull();
});
