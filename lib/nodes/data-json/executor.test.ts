import { expect, test } from "vitest";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const value = { order: { id: "7", lines: ["Lamp", "Chair"] } };

test("reads what it wrote", async () => {
  const written = await runNode(executor, { config: { mode: "write", value: "{{ input }}" }, input: value });
  const { text } = written.output as { text: string };
  const read = await runNode(executor, { config: { text: "{{ input }}" }, input: text });
  expect(read).toEqual({ port: "out", output: value });
});

test("fails for good, and says where, with a text that is none", async () => {
  await expect(runNode(executor, { config: { text: "<a: [" } })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(runNode(executor, { config: { text: "{{ input }}" }, input: null })).rejects.toMatchObject({
    code: "invalid_input",
  });
});
