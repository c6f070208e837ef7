import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { allContracts } from "../lib/api/contracts/all.ts";
import * as operations from "../lib/api/operations.ts";
import { operationsSource } from "./generate-operations.ts";

const root = path.resolve(import.meta.dirname, "..");

it("lib/api/operations.ts is what the contracts say (node bin/generate-operations.ts)", async () => {
  expect(await readFile(path.join(root, "lib/api/operations.ts"), "utf8")).toBe(await operationsSource());
});

it("has every operation by its own name", () => {
  const named = Object.entries(operations).map(([name, { method, path }]) => ({ name, method, path }));
  const contracts = allContracts.map(({ name, method, path }) => ({ name, method, path }));
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  expect(named.sort(byName)).toEqual(contracts.sort(byName));
});

it("keeps schemas out of the browser: components take contracts as types only", async () => {
  const values = /import \{[^}]*\} from "#lib\/api\/contracts\//;
  const found: string[] = [];
  let read = 0;
  for await (const file of glob("components/**/*.{ts,tsx}", { cwd: root })) {
    read += 1;
    if (values.test(await readFile(path.join(root, file), "utf8"))) found.push(file);
  }
  expect(read).toBeGreaterThan(100);
  // Positive control.
  expect(values.test('import { getMe } from "#lib/api/contracts/account.ts";')).toBe(true);
  expect(found, 'import the operation from "#lib/api/operations.ts", and its types with `import type`').toEqual([]);
});
