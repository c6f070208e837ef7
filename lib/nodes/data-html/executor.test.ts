import { expect, test } from "vitest";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const page = "<h1>Shop</h1><p class=note>Open</p>";

test("takes values, text, or writes a table", async () => {
  const values = [{ name: "note", selector: ".note" }];
  expect((await runNode(executor, { config: { text: page, values } })).output).toEqual({ note: "Open" });
  expect((await runNode(executor, { config: { mode: "text", text: page } })).output).toEqual({ text: "Shop\n\nOpen" });
  const table = await runNode(executor, { config: { mode: "table", rows: "{{ input }}" }, input: [[1, "a"]] });
  expect(table.output).toEqual({ html: "<table><tbody><tr><td>1</td><td>a</td></tr></tbody></table>" });
});

test("refuses a selector that is none", async () => {
  const values = [{ name: "x", selector: "a[[" }];
  await expect(runNode(executor, { config: { text: page, values } })).rejects.toMatchObject({ code: "invalid_input" });
});
