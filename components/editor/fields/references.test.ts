import { expect, test } from "vitest";
import { roundValues } from "#components/canvas/round-values.ts";
import type { ShownRound } from "#components/canvas/shown-rounds.ts";
import type { DocumentNode, WorkflowDocument } from "#lib/engine/document.ts";
import type { Json, JsonObject } from "#lib/engine/json.ts";
import { referencesFor } from "./references.ts";

const node = (id: string, type: string, config: JsonObject = {}, parent: string | null = null): DocumentNode => ({
  id,
  key: id,
  type,
  version: 1,
  config,
  parent,
});
const edge = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source,
  sourcePort: "out",
  target,
  targetPort: "in",
});
const document: WorkflowDocument = {
  schemaVersion: 1,
  nodes: [
    node("start", "trigger.webhook", { path: "x" }),
    node("before", "data.set"),
    node("orders", "control.for-each", { items: "{{ start.body.orders }}" }),
    node("lines", "control.for-each", { items: "{{ item.lines }}" }, "orders"),
    node("price", "data.set", {}, "lines"),
    node("count", "control.while", { initial: "{{ item.total }}" }, "orders"),
    node("step", "data.set", {}, "count"),
  ],
  edges: [edge("start", "before"), edge("before", "orders"), edge("lines", "count")],
};
const outputs: Record<string, Json> = {
  start: {
    body: {
      orders: [
        { total: 1, lines: ["a", "b"] },
        { total: 2, lines: { c: 3, d: 4 } },
      ],
    },
  },
};
const at = (key: string, index: number): [string, ShownRound] => [key, { index, status: "done", all: [] }];
const valuesOf = (id: string, ...rounds: [string, ShownRound][]) => {
  const found = document.nodes.find((one) => one.id === id) as DocumentNode;
  return roundValues(found, document, {
    root: (name) => outputs[name],
    rounds: new Map(rounds),
    now: 0,
    timeZone: "UTC",
  });
};

test("a node reads the item of the round that is shown; before a run, of the first", () => {
  expect(valuesOf("lines")).toEqual({ index: 0, item: { total: 1, lines: ["a", "b"] } });
  expect(valuesOf("lines", at("orders", 1))).toEqual({ index: 1, item: { total: 2, lines: { c: 3, d: 4 } } });
});

test("inner loops begin with what the outer round holds; objects are taken member by member", () => {
  expect(valuesOf("price", at("orders", 0), at("lines", 1))).toEqual({ index: 1, item: "b" });
  expect(valuesOf("price", at("orders", 1), at("lines", 1))).toEqual({ index: 1, item: { key: "d", value: 4 } });
});

test("a while has its first state, and the item of the loop around it", () => {
  expect(valuesOf("step", at("orders", 1))).toMatchObject({ index: 0, item: { total: 2 }, state: 2 });
  expect(valuesOf("step", at("orders", 1), at("count", 3))).toEqual({
    index: 3,
    item: { total: 2, lines: { c: 3, d: 4 } },
  });
});

test("nothing is said outside of loops, and no item where none can be known", () => {
  expect(valuesOf("before")).toBeNull();
  const other = {
    ...document,
    nodes: document.nodes.map((one) => (one.id === "orders" ? { ...one, config: { items: "{{ unknown.x }}" } } : one)),
  };
  const inside = other.nodes.find(({ id }) => id === "lines") as DocumentNode;
  expect(
    roundValues(inside, other, { root: (name) => outputs[name], rounds: new Map(), now: 0, timeZone: "UTC" }),
  ).toEqual({
    index: 0,
  });
});

test("a circle of parents ends", () => {
  const circle = [
    node("a", "control.for-each", { items: "{{ [1] }}" }, "b"),
    node("b", "control.for-each", { items: "{{ [2] }}" }, "a"),
  ];
  const broken = { ...document, nodes: circle };
  expect(
    roundValues(circle[0] as DocumentNode, broken, {
      root: () => undefined,
      rounds: new Map(),
      now: 0,
      timeZone: "UTC",
    }),
  ).not.toBeNull();
});

test("E13 what comes before a loop is offered inside of it, and what the round begins with", () => {
  const round = valuesOf("price", at("orders", 0), at("lines", 1));
  const offered = referencesFor("price", document, (key) => outputs[key], null, round);
  expect(offered.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["input", "item", "index", "before", "start", "trigger"]),
  );
  expect(offered.find(({ name }) => name === "input")?.shape).toMatchObject({ type: "text" });
  // Not what runs beside it in the loop around.
  expect(offered.map(({ name }) => name)).not.toContain("count");
});
