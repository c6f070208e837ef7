import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const sorted = async (items: Json, config: JsonObject = {}) =>
  (await runNode(executor, { config: { items: "{{ input }}", ...config }, input: items })).output;

test("numbers by size, texts as people sort them", async () => {
  expect(await sorted([10, 9, 1])).toEqual([1, 9, 10]);
  expect(await sorted(["file 10", "file 9", "Änne", "anna", "Zoe"])).toEqual([
    "anna",
    "Änne",
    "file 9",
    "file 10",
    "Zoe",
  ]);
  expect(await sorted(["b", "B", "a"], { compare: "text" })).toEqual(["B", "a", "b"]);
  expect(await sorted(["10", 9, "x", "1"], { compare: "number" })).toEqual(["1", 9, "10", "x"]);
});

test("by several fields, each its own way, and what is equal keeps its order", async () => {
  const items = [
    { n: 1, city: { name: "Oslo" } },
    { n: 2, city: { name: "Bergen" } },
    { n: 3, city: { name: "Oslo" } },
    { n: 4, city: { name: "Bergen" } },
  ];
  const by: JsonObject[] = [{ name: "city.name" }, { name: "n", value: "down" }];
  expect(((await sorted(items, { by })) as JsonObject[]).map(({ n }) => n)).toEqual([4, 2, 3, 1]);
  expect(((await sorted(items, { by: [{ name: "city.name" }] })) as JsonObject[]).map(({ n }) => n)).toEqual([
    2, 4, 1, 3,
  ]);
});

test("what has no value comes last, up or down", async () => {
  const items: JsonObject[] = [{ n: null }, { n: 2 }, {}, { n: 1 }];
  expect(await sorted(items, { by: [{ name: "n" }] })).toEqual([{ n: 1 }, { n: 2 }, { n: null }, {}]);
  expect(await sorted(items, { by: [{ name: "n", value: "down" }] })).toEqual([{ n: 2 }, { n: 1 }, { n: null }, {}]);
});

test("the list that came in is not changed, and what is none is refused", async () => {
  const items = [2, 1];
  await sorted(items);
  expect(items).toEqual([2, 1]);
  await expect(sorted({ a: 1 })).rejects.toThrow(/works on a list, and got an object/);
});
