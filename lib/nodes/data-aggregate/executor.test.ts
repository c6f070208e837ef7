import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const run = async (items: Json, config: JsonObject) =>
  ((await runNode(executor, { config: { items: "{{ input }}", ...config }, input: items })).output as JsonObject)
    .result;
const prices: JsonObject[] = [{ p: 0.1 }, { p: "0.2" }, { p: null }, {}, { p: 0.3 }, { p: 0.3 }];

test.each<[kind: string, result: Json]>([
  ["count", 4],
  ["sum", 0.9],
  ["average", 0.225],
  ["min", 0.1],
  ["max", 0.3],
  ["list", [0.1, "0.2", 0.3, 0.3]],
  ["first", 0.1],
  ["last", 0.3],
  ["distinct", [0.1, "0.2", 0.3]],
])("%s of a field; items without it do not count", async (kind, result) => {
  expect(await run(prices, { kind, field: "p" })).toEqual(result);
});

test("of nothing there is no average, no smallest and a sum of 0", async () => {
  const of = (kind: string) => run([], { kind });
  expect([
    await of("average"),
    await of("min"),
    await of("max"),
    await of("first"),
    await of("sum"),
    await of("count"),
  ]).toEqual([null, null, null, null, 0, 0]);
});

test("a sum of many small parts is exact, and what is no number is named", async () => {
  expect(await run(Array(1000).fill(0.1), { kind: "sum" })).toBe(100);
  await expect(run([{ p: 1 }, { p: "two" }], { kind: "sum", field: "p" })).rejects.toThrow(
    "“p” of item 2 is no number",
  );
});
