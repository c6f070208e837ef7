import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../..", import.meta.url).pathname;
const rules = [...readFileSync(new URL("SPEC.md", import.meta.url), "utf8").matchAll(/^- \*\*(E\d+)\*\*/gm)].map(
  ([, id]) => id as string,
);

/** Names of tests, in test files and in the contract suite that every runtime runs. */
function cited(): Set<string> {
  const files = globSync(["lib/**/*.test.ts", "lib/runs/testing/*-contract.ts"], { cwd: root });
  const names = files.flatMap((file) => [
    ...readFileSync(`${root}${file}`, "utf8").matchAll(/\b(?:it|test)(?:\.\w+)?\(\s*["'`]([^"'`]*)/g),
  ]);
  return new Set(names.flatMap(([, name = ""]) => name.match(/\bE\d+\b/g) ?? []));
}

it("every rule of SPEC.md has a test that cites it", () => {
  const found = cited();
  expect(rules.length).toBeGreaterThan(12);
  expect(rules.filter((rule) => !found.has(rule))).toEqual([]);
});

it("a rule that nobody cites would be noticed", () => {
  expect(cited().has("E99")).toBe(false);
});
