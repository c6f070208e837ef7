import { expect, test } from "vitest";
import type { Json } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test.each<[value: Json, port: string]>([
  [true, "true"],
  [1, "true"],
  [-1, "true"],
  ["false", "true"],
  [" ", "true"],
  [[], "true"],
  [{}, "true"],
  [false, "false"],
  [0, "false"],
  ["", "false"],
  [null, "false"],
])("%j goes %s, as JavaScript has it", async (value, port) => {
  const result = await runNode(executor, { config: { condition: "{{ input.value }}" }, input: { value } });
  expect(result).toEqual({ port, output: { value }, read: { condition: value } });
});

test("without a condition it goes the false way", async () => {
  expect(await runNode(executor, { config: {}, input: 7 })).toEqual({
    port: "false",
    output: 7,
    read: { condition: null },
  });
  expect((await runNode(executor, { config: { condition: "" } })).port).toBe("false");
});
