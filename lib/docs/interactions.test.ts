import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${root}docs/architecture/interactions.md`, "utf8");
const told = [...page.matchAll(/^- \*\*(U\d+)\*\*/gm)].map(([, number]) => number);
/** Titles of tests in the browser, which begin with the numbers of what they show. */
const shown = globSync("e2e/*.spec.ts", { cwd: root }).flatMap((file) =>
  [...readFileSync(root + file, "utf8").matchAll(/\btest\(\s*["'`]((?:U\d+[ :]+)+)/g)].flatMap(
    ([, numbers]) => numbers?.match(/U\d+/g) ?? [],
  ),
);

it("every interaction has a test in the browser that bears its number", () => {
  expect(told.length).toBeGreaterThan(30);
  expect(told.filter((number) => !shown.includes(number as string))).toEqual([]);
});

it("every number that a test bears is told", () => {
  expect([...new Set(shown)].filter((number) => !told.includes(number))).toEqual([]);
});

it("no number is given twice", () => {
  expect(told.filter((number, at) => told.indexOf(number) !== at)).toEqual([]);
});
