import { expect, test } from "vitest";
import type { JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test("groups come in the order of their first items; what has no such field is a group of its own", async () => {
  const items: JsonObject[] = [
    { s: "open", n: 1 },
    { s: "done", n: 2 },
    { n: 3 },
    { s: "open", n: 4 },
    { s: null, n: 5 },
  ];
  const run = runNode(executor, { config: { items: "{{ input }}", by: "s" }, input: items });
  expect((await run).output).toEqual([
    { key: "open", count: 2, items: [items[0], items[3]] },
    { key: "done", count: 1, items: [items[1]] },
    { key: null, count: 2, items: [items[2], items[4]] },
  ]);
});

test("a text and a number are not the same, and names of prototypes are just names", async () => {
  const run = runNode(executor, { config: { items: "{{ input }}" }, input: ["1", 1, "__proto__", "__proto__"] });
  expect((await run).output).toEqual([
    { key: "1", count: 1, items: ["1"] },
    { key: 1, count: 1, items: [1] },
    { key: "__proto__", count: 2, items: ["__proto__", "__proto__"] },
  ]);
});
