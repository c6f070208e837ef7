import { expect, test } from "vitest";
import type { Json } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test.each<[value: Json, output: Json]>([
  ["{{ input.total * 2 }}", 42],
  ["Total: {{ input.total }}", "Total: 21"],
  [
    { sum: "{{ input.total }}", list: [1, "{{ input.total }}"] },
    { sum: 21, list: [1, 21] },
  ],
  [null, null],
])("%j gives %j", async (value, output) => {
  expect(await runNode(executor, { config: { value }, input: { total: 21 } })).toEqual({ port: "out", output });
});

test("gives null when no value is set", async () => {
  expect((await runNode(executor, { config: {}, input: 1 })).output).toBeNull();
});
