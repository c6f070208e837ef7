import { expect, test } from "vitest";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test("writes values into the text", async () => {
  const run = async (template: string) =>
    (await runNode(executor, { config: { template }, input: { name: "Lena", list: [1], n: 2 } })).output;
  expect(await run("Dear {{ input.name }}, {{ input.n }} of {{ input.list }}")).toEqual({
    text: "Dear Lena, 2 of [1]",
  });
  expect(await run("no braces")).toEqual({ text: "no braces" });
  expect(await run("")).toEqual({ text: "" });
});

test("a lone expression is written out too, whatever its type", async () => {
  const run = async (template: string) => (await runNode(executor, { config: { template }, input: [1, 2] })).output;
  expect(await run("{{ input }}")).toEqual({ text: "[1,2]" });
  expect(await run("{{ input.length }}")).toEqual({ text: "2" });
  expect(await run("{{ null }}")).toEqual({ text: '""' });
});
