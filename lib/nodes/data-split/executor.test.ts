import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const split = async (value: Json, config: JsonObject = {}) =>
  (await runNode(executor, { config: { value: "{{ input }}", ...config }, input: value })).output;

test("a list in batches, the last one smaller", async () => {
  expect(await split([1, 2, 3, 4, 5], { size: 2 })).toEqual([[1, 2], [3, 4], [5]]);
  expect(await split([1, 2], { size: "2" })).toEqual([[1, 2]]);
  expect(await split([])).toEqual([]);
});

test("a text at its separators, lines whoever wrote them", async () => {
  expect(await split("a\r\nb\nc\rd")).toEqual(["a", "b", "c", "d"]);
  expect(await split("a, b,c", { separator: "," })).toEqual(["a", " b", "c"]);
  expect(await split("a👍b", { separator: "" })).toEqual(["a", "👍", "b"]);
  expect(await split("")).toEqual([]);
});

test("anything else is refused", async () => {
  await expect(split({ a: 1 })).rejects.toThrow(/Only a list or a text/);
  await expect(split([1], { size: 0 })).rejects.toThrow(/whole number/);
});
