import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const merge = async (left: Json, right: Json, config: JsonObject = {}) =>
  (
    await runNode(executor, {
      config: { left: "{{ input.left }}", right: "{{ input.right }}", ...config },
      input: { left, right },
    })
  ).output;
const orders: JsonObject[] = [
  { no: 1, customer: { id: "a" } },
  { no: 2, customer: { id: "b" } },
  { no: 3, customer: { id: "a" } },
  { no: 4 },
];
const customers: JsonObject[] = [
  { id: "a", name: "Lena" },
  { id: "c", name: "Max" },
];
const byKey = { mode: "by-key", leftKey: "customer.id" };

test("one after the other", async () => {
  expect(await merge([1], [2, 3])).toEqual([1, 2, 3]);
});

test("by a common field: only matches, all of the first, all of both", async () => {
  const lena = { id: "a", name: "Lena" };
  const matches = [
    { ...orders[0], ...lena },
    { ...orders[2], ...lena },
  ];
  expect(await merge(orders, customers, { ...byKey, keep: "matches" })).toEqual(matches);
  const left = [matches[0], orders[1], matches[1], orders[3]];
  expect(await merge(orders, customers, byKey)).toEqual(left);
  expect(await merge(orders, customers, { ...byKey, keep: "all" })).toEqual([...left, customers[1]]);
});

test("nothing does not match nothing, and a text is no number", async () => {
  const config = { mode: "by-key", leftKey: "k", rightKey: "k", keep: "matches" };
  expect(await merge([{ k: null }, {}, { k: 1 }], [{ k: null }, {}, { k: "1" }], config)).toEqual([]);
});

test("side by side, and what has no fields as a pair", async () => {
  const config = { mode: "by-position" };
  expect(await merge([{ a: 1 }, { a: 2 }], [{ b: 1 }], { ...config, keep: "matches" })).toEqual([{ a: 1, b: 1 }]);
  expect(await merge([{ a: 1 }, { a: 2 }], [{ b: 1 }], config)).toEqual([{ a: 1, b: 1 }, { a: 2 }]);
  expect(await merge(["x"], ["y", "z"], { ...config, keep: "all" })).toEqual([["x", "y"], "z"]);
});

test("fields named like prototypes are just fields", async () => {
  const [merged] = (await merge([JSON.parse('{"__proto__":{"a":1}}')], [{ b: 2 }], { mode: "by-position" })) as [
    JsonObject,
  ];
  expect(Object.keys(merged)).toEqual(["__proto__", "b"]);
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
});

test("pairs that would multiply beyond all bounds are refused", async () => {
  const same = Array.from({ length: 1_100 }, () => ({ id: 1 }));
  await expect(merge(same, same, { mode: "by-key" })).rejects.toThrow(/Remove duplicates first/);
});
