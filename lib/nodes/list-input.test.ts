import { expect, test } from "vitest";
import { identityOf, valueAt } from "./list-input.ts";

test("a dotted name leads through objects and lists, own fields only", () => {
  const item = { customer: { name: "Lena", tags: ["a", "b"] }, "a.b": 1 };
  expect(valueAt(item, "customer.name")).toBe("Lena");
  expect(valueAt(item, "customer.tags.1")).toBe("b");
  expect(valueAt(item, "")).toBe(item);
  for (const name of ["customer.none.deep", "constructor", "customer.tags.length", "__proto__", "toString.name"])
    expect(valueAt(item, name), name).toBeUndefined();
});

test("what has the same JSON is the same, whatever the order of its names", () => {
  expect(identityOf({ a: 1, b: [null, "x"] })).toBe(identityOf({ b: [null, "x"], a: 1 }));
  expect(identityOf("1")).not.toBe(identityOf(1));
  expect(identityOf(["a", "b"])).not.toBe(identityOf(["a,b"]));
  expect(identityOf({})).not.toBe(identityOf([]));
});
