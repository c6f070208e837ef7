import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const engine = path.join(root, "lib/engine");

/** What the kernel may stand on: everything else would keep it from running in a browser, or make it impure. */
const PACKAGES = ["zod", "acorn", "re2js", "@noble/hashes", "temporal-polyfill"];
const FILES = ["lib/config/limits.ts"];
/** Contracts of which only types are used, which are gone at run time. */
const TYPES = ["lib/nodes/define.ts", "lib/errors.ts"];

const STATEMENT = /^(?:import|export)\b(?:[^;"'=]*\bfrom)?\s*["']([^"']+)["']/gm;
const CALL = /\b(?:import|require)\s*\(\s*["']([^"']+)["']/g;
/** Names that only exist on one side, or that differ between two runs of the same input. */
const IMPURE =
  /\b(?:process|Buffer|localStorage|crypto)\.|\b(?:setTimeout|setInterval|fetch)\(|\bMath\.random\(|\bDate\.now\(|\bnew Date\(\)/g;

function isTest(file: string): boolean {
  return file.endsWith(".test.ts") || file.split(path.sep).includes("testing");
}

function sources(): string[] {
  return readdirSync(engine, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !isTest(file))
    .map((file) => path.join(engine, file));
}

/** Imports of a source that the kernel must not have. */
function foreignImports(file: string, source: string): string[] {
  return [...source.matchAll(STATEMENT), ...source.matchAll(CALL)]
    .filter(([statement, specifier = ""]) => !isAllowed(file, specifier, statement.startsWith("import type")))
    .map((match) => match[1] ?? "");
}

function isAllowed(file: string, specifier: string, typeOnly: boolean): boolean {
  if (PACKAGES.some((name) => specifier === name || specifier.startsWith(`${name}/`))) return true;
  const target = specifier.startsWith("#")
    ? specifier.slice(1)
    : specifier.startsWith(".")
      ? path.relative(root, path.resolve(path.dirname(file), specifier))
      : undefined;
  if (target === undefined || isTest(target)) return false;
  return target.startsWith("lib/engine/") || FILES.includes(target) || (typeOnly && TYPES.includes(target));
}

/** Without comments and quoted texts, in which anything may be named. */
function code(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/(^|\s)\/\/.*$/gm, "$1");
}

describe("the kernel", () => {
  const files = sources();

  it.each(files.map((file) => [path.relative(root, file), file]))(
    "%s stands on nothing but the kernel",
    (_name, file) => {
      expect(foreignImports(file, readFileSync(file, "utf8"))).toEqual([]);
    },
  );

  it("reads no clock, no chance and no environment", () => {
    const found = files.flatMap((file) =>
      [...code(readFileSync(file, "utf8")).matchAll(IMPURE)].map(
        (match) => `${path.relative(root, file)}: ${match[0]}`,
      ),
    );
    expect(found).toEqual([]);
  });

  it("is found by the test at all", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files).toContain(path.join(engine, "expressions/compile.ts"));
  });

  it.each([
    'import fs from "node:fs";',
    'import { readFile } from "fs/promises";',
    'import type { Host } from "#lib/host/host.ts";',
    'import { db } from "#db/client.ts";',
    'import { x } from "../runs/ports.ts";',
    'export { x } from "react";',
    'import "server-only";',
    'const x = await import("node:crypto");',
    'const x = require("pg");',
    'import { x } from "./testing/forms.ts";',
    'import { x } from "zodiac";',
    'import { defineNode } from "../nodes/define.ts";',
  ])("would be seen to import with %s", (source) => {
    expect(foreignImports(path.join(engine, "x.ts"), source)).toHaveLength(1);
  });

  it.each(["process.env", "setTimeout(f, 1)", "new Date()", "const x = Math.random();", "Date.now();", "fetch(url)"])(
    "would be seen to use %s",
    (source) => {
      expect(code(source).match(IMPURE)).not.toBeNull();
      expect(code(`// ${source}\n/* ${source} */`).match(IMPURE)).toBeNull();
    },
  );
});
