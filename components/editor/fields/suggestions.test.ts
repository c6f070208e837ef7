import { expect, test } from "vitest";
import { shapeOfValue } from "#components/canvas/value-shape.ts";
import { completingAt, expressionOf, literalOf, loneExpression } from "./expression-text.ts";
import type { Reference } from "./references.ts";
import { suggestionsAt } from "./suggestions.ts";

const references: Reference[] = [
  {
    name: "fetch",
    title: "Look up customer",
    shape: shapeOfValue({ body: { customers: [{ name: "Lena", "no-name": 1 }] } }),
  },
  { name: "trigger", title: "What started the run" },
];
const offered = (text: string, bare = false) =>
  suggestionsAt(text, text.length, bare, references).map(({ label }) => label);

test("names are offered inside braces only, or anywhere in an expression", () => {
  expect(offered("fe")).toEqual([]);
  expect(offered("{{ fe")).toEqual(["fetch"]);
  expect(offered("fe", true)).toEqual(["fetch"]);
  expect(offered("{{ fetch }} fe")).toEqual([]);
  expect(offered("{{ ")).toEqual(["fetch", "trigger"]);
});

test("a node is found by its name as well as by its key", () => {
  expect(offered("{{ cust")).toEqual(["fetch"]);
});

test("after a dot come the fields of the real value, through lists", () => {
  expect(offered("{{ fetch.")).toEqual(["body"]);
  expect(offered("{{ fetch.body.customers[0].")).toEqual(["name"]);
  expect(offered("{{ fetch?.bo")).toEqual(["body"]);
  expect(offered("{{ unknown.")).toEqual([]);
});

test("nothing is offered inside a text", () => {
  expect(offered(`{{ "fe`)).toEqual([]);
  expect(completingAt(`{{ "a" + fe`, 11, false)).toMatchObject({ typed: "fe", start: 9 });
});

test("a field is an expression when it is exactly one pair of braces", () => {
  expect(loneExpression(" {{ a.b }} ")).toBe("a.b");
  expect(loneExpression("{{ a }}{{ b }}")).toBeNull();
  expect(loneExpression("x {{ a }}")).toBeNull();
  expect(loneExpression(12)).toBeNull();
});

test("a fixed value and its expression are each other's", () => {
  for (const value of [12, "x", true, [1]]) expect(literalOf(loneExpression(expressionOf(value)) ?? "")).toEqual(value);
  expect(literalOf("a.b")).toBeUndefined();
});
