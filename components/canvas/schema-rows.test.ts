import { expect, test } from "vitest";
import { schemaRows } from "./schema-rows.ts";
import { shapeOfValue } from "./value-shape.ts";

const value = { id: 7, body: { "a/b": "x", items: [{ name: "Lena" }, { name: "Max" }] }, none: [], nothing: {} };
const lines = (open: readonly string[]) =>
  schemaRows(shapeOfValue(value), (id) => open.includes(id)).map(
    ({ depth, name, type, sample, folds }) => `${"-".repeat(depth)}${name} ${type} ${sample} ${folds}`,
  );

test("fields are lines, and what is shut is not walked", () => {
  expect(lines([])).toEqual([
    "id number 7 null",
    "body object 2 fields shut",
    "none list 0 items null",
    "nothing object 0 fields null",
  ]);
});

test("what is open shows what is in it, a list its first item", () => {
  expect(lines(["body", "body/items", "body/items/0"])).toEqual([
    "id number 7 null",
    "body object 2 fields open",
    "-a/b text x null",
    "-items list 2 items open",
    "--[0] object 1 field open",
    "---name text Lena null",
    "none list 0 items null",
    "nothing object 0 fields null",
  ]);
});

test("a name with a slash cannot be taken for a path", () => {
  const ids = schemaRows(shapeOfValue({ "a/b": 1, a: { b: 2 } }), () => true).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
