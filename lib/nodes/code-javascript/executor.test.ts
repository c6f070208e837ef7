import { afterAll, expect, test } from "vitest";
import { createSandbox } from "../../sandbox/sandbox.ts";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

const sandbox = createSandbox();
afterAll(() => sandbox.close());

test("works on what arrives, or on what the field says", async () => {
  const code = "return { got: input };";
  expect(await runNode(executor, { config: { code }, input: 5, sandbox })).toEqual({
    port: "out",
    output: { result: { got: 5 }, logs: [] },
  });
  const call = { config: { code, input: { a: "{{ input.b }}", n: null } }, input: { b: 2 }, sandbox };
  expect((await runNode(executor, call)).output).toMatchObject({ result: { got: { a: 2, n: null } } });
  expect((await runNode(executor, { config: { code, input: null }, input: 5, sandbox })).output).toMatchObject({
    result: { got: null },
  });
});

test("fails where the code failed, with what it wrote before", async () => {
  const code = 'console.warn("careful");\n\n  throw new TypeError("no total");';
  await expect(runNode(executor, { config: { code }, sandbox })).rejects.toMatchObject({
    code: "invalid_input",
    retry: "never",
    message: "TypeError: no total (line 3, column 13)",
    details: { line: 3, column: 13, logs: [{ level: "warn", message: "careful" }] },
  });
});

test("says on its card what it does first", () => {
  expect(definition.describe?.({ code: "// adds up\n\n  return input.a + 1;\n" })).toBe("return input.a + 1;");
  expect(definition.describe?.({ code: "x".repeat(100) })).toHaveLength(60);
  expect(complaintAbout(definition, { code: "  " })).toBe("code: Write the code.");
});
