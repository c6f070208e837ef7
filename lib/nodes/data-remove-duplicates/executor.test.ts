import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const run = async (items: Json, config: JsonObject = {}) =>
  (await runNode(executor, { config: { items: "{{ input }}", ...config }, input: items })).output;

test("whole items are the same when their JSON is, in whatever order", async () => {
  expect(await run([1, "1", 1, { a: 1, b: 2 }, { b: 2, a: 1 }])).toEqual({
    kept: [1, "1", { a: 1, b: 2 }],
    removed: [1, { b: 2, a: 1 }],
  });
});

test("by some of their fields, the first or the last of them", async () => {
  const items: JsonObject[] = [
    { mail: "a", at: { day: 1 }, n: 1 },
    { mail: "a", at: { day: 1 }, n: 2 },
    { mail: "a", at: { day: 2 }, n: 3 },
    { n: 4 },
    { n: 5 },
  ];
  const kept = async (config: JsonObject) =>
    ((await run(items, config)) as { kept: JsonObject[] }).kept.map(({ n }) => n);
  expect(await kept({ by: "mail, at.day" })).toEqual([1, 3, 4]);
  expect(await kept({ by: "mail", keep: "last" })).toEqual([3, 5]);
});
