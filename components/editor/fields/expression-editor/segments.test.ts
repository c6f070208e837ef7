import { expect, test } from "vitest";
import { pathReference, segmentsOf, writtenPath } from "./segments.ts";

test("every closed pair of braces, also with braces in texts and objects inside", () => {
  const inner = (text: string) => segmentsOf(text).map((one) => one.inner);
  expect(inner("a {{ x }} b {{ '}}' }} {{ open")).toEqual([" x ", " '}}' "]);
  expect(inner("{{ { a: { b: 1 }} }}")).toEqual([" { a: { b: 1 }} "]);
  expect(inner("{{ { a: 1 }}}")).toEqual([" { a: 1 }"]);
  expect(inner("{{ x + }} {{ y }}")).toEqual([" x + ", " y "]);
  expect(segmentsOf("ab {{ x }}")).toEqual([{ from: 3, to: 10, inner: " x " }]);
});

test("only a path from a known name is a reference", () => {
  const references = [{ name: "order", title: "Order" }];
  expect(pathReference(" order.items[0]?.no ", references)).toMatchObject({ path: ".items[0]?.no" });
  expect(pathReference("order", references)).toMatchObject({ path: "" });
  for (const inner of ["order.total + 1", "other.x", "order.f()", "order['a b']", ""])
    expect(pathReference(inner, references), inner).toBeNull();
});

test("a path is written as an expression reads it", () => {
  expect(writtenPath(["body", "items", 0, "first name", "a-b"])).toBe('.body.items[0]["first name"]["a-b"]');
});
