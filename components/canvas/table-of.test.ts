import { expect, test } from "vitest";
import type { Json } from "#lib/engine/json.ts";
import { tableOf } from "./table-of.ts";

const all = (value: Json) => {
  const table = tableOf(value);
  return [
    table.columns,
    ...Array.from({ length: table.rows }, (_, row) => table.columns.map((_name, column) => table.cell(row, column))),
  ];
};

test("a list of objects has the names of all of them as columns", () => {
  expect(
    all([
      { a: 1, b: "x" },
      { b: null, c: [1, 2] },
    ]),
  ).toEqual([
    ["a", "b", "c"],
    ["1", "x", undefined],
    [undefined, "null", "2 items"],
  ]);
});

test("an object is a table of names and values, a list of texts has one column", () => {
  expect(all({ a: 1, __proto: { deep: true } })).toEqual([
    ["name", "value"],
    ["a", "1"],
    ["__proto", '{"deep":true}'],
  ]);
  expect(all(["x", 2])).toEqual([["value"], ["x"], ["2"]]);
  expect(all("alone")).toEqual([["value"], ["alone"]]);
  expect(all([])).toEqual([["value"]]);
});

test("what is no object among objects is not lost", () => {
  expect(all([{ a: 1 }, "odd"])).toEqual([["a"], ["1"], ["odd"]]);
});
