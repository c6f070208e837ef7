import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { databaseDocs } from "./generate-database-docs.ts";

it("docs/architecture/database.md is what the schema says (node bin/generate-database-docs.ts)", async () => {
  const page = await readFile(path.resolve(import.meta.dirname, "../docs/architecture/database.md"), "utf8");
  expect(page).toBe(await databaseDocs());
});

it("says of every table what it is for", async () => {
  expect((await databaseDocs()).match(/### \w+\n\n\n/g) ?? []).toEqual([]);
});

it("tells what tables and columns are for, from the comments of the schema", async () => {
  const page = await databaseDocs();
  expect(page).toMatch(/### runs\n\nOne summary row a run/);
  expect(page).toContain("| `epoch` | integer |  | Counts up with every change of owner; fences the walk before it. |");
});
