import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { envSchema } from "../lib/config/env.ts";
import { environmentDocs } from "./generate-environment-docs.ts";

it("docs/architecture/environment.md is what the server parses (node bin/generate-environment-docs.ts)", async () => {
  const page = await readFile(path.resolve(import.meta.dirname, "../docs/architecture/environment.md"), "utf8");
  expect(page).toBe(environmentDocs());
});

it("says what every variable means", () => {
  for (const [name, { description }] of Object.entries(envSchema.shape)) expect(description, name).toBeTruthy();
});
