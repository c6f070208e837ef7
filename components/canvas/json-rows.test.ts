import { expect, test } from "vitest";
import { jsonRows } from "./json-rows.ts";

const open = () => false;
const line = (row: ReturnType<typeof jsonRows>[number]) =>
  `${"  ".repeat(row.depth)}${row.name !== null && !row.inList ? `${row.name}: ` : ""}${row.kind}${row.kind === "leaf" ? ` ${row.text}` : ""}${row.comma ? "," : ""}`;

test("a value is written line by line, as JSON is", () => {
  expect(jsonRows({ a: [1, "x"], b: {} }, open).map(line)).toEqual([
    "open",
    "  a: open",
    "    leaf 1,",
    '    leaf "x"',
    "  close,",
    "  b: leaf {}",
    "close",
  ]);
});

test("what is folded is one line and is not walked", () => {
  const rows = jsonRows({ a: Array.from({ length: 100_000 }, (_, i) => i) }, (_path, depth) => depth === 1);
  expect(rows.map(line)).toEqual(["open", "  a: folded", "close"]);
  expect(rows[1]?.text).toBe("100000 items");
});

test("every line has a path of its own, also with keys that look like paths", () => {
  const rows = jsonRows({ "a.b": { c: 1 }, a: { "b.c": 2 } }, open);
  expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
});

test("a very long text is cut, and says how long it is", () => {
  const [row] = jsonRows("x".repeat(10_000), open);
  expect(row?.text.length).toBeLessThan(2_100);
  expect(row?.text).toContain("10000 characters");
});
