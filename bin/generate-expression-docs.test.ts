import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { functionTable } from "../lib/engine/expressions/functions/table.ts";
import { expressionDocs } from "./generate-expression-docs.ts";

it("docs/expressions.md is what the table of functions says (node bin/generate-expression-docs.ts)", async () => {
  const page = await readFile(path.resolve(import.meta.dirname, "../docs/expressions.md"), "utf8");
  expect(page).toBe(expressionDocs());
});

it("shows every function", () => {
  const lines = expressionDocs().split("\n");
  for (const { signature, description } of functionTable) {
    const shown = lines.some((line) => line.includes(signature.replaceAll("|", "\\|")) && line.includes(description));
    expect(shown, signature).toBe(true);
  }
});
