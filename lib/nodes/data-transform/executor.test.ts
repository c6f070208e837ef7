import { expect, test } from "vitest";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test("gives the value of its expression, in its own type", async () => {
  const run = (expression: string, input: number[]) => runNode(executor, { config: { expression }, input });
  expect((await run("{{ input.filter(n => n > 1) }}", [1, 2, 3])).output).toEqual([2, 3]);
  expect((await run("{{ input.length }}", [1, 2])).output).toBe(2);
  expect((await run("{{ input.length }} in all", [1, 2])).output).toBe("2 in all");
  expect((await runNode(executor, { config: {} })).output).toBeNull();
});
