import { expect, test } from "vitest";
import type { FlowNode } from "#components/canvas/flow-shape.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import { startView } from "./opening-view.ts";

const record = (id: string, type: string): DocumentNode => ({ id, key: id, type, version: 1, config: {} });
const card = (id: string, x: number, y: number): FlowNode => ({
  id,
  type: "card",
  position: { x, y },
  data: {},
  width: 208,
});

test("a big workflow opens with its trigger in the middle of the upper edge", () => {
  const records = [record("a", "data.set"), record("t", "trigger.webhook")];
  const view = startView(records, [card("a", 0, 0), card("t", 1_000, 400)], 1_440);
  expect(view).toEqual({ x: 720 - 1_000 - 104, y: 104 - 400, zoom: 1 });
});

test("without a trigger, with its highest card; with nothing, at its corner", () => {
  const records = [record("a", "data.set"), record("b", "data.set")];
  const inFrame: FlowNode = { ...card("b", 0, -50), parentId: "a" };
  expect(startView(records, [card("a", 0, 200), inFrame], 1_000)).toEqual({ x: 396, y: -96, zoom: 1 });
  expect(startView([], [], 1_000)).toEqual({ x: 0, y: 0, zoom: 1 });
});
