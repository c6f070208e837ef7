import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

const set = async (config: JsonObject, input: Json = null) => (await runNode(executor, { config, input })).output;

test("names with dots make objects inside", async () => {
  const fields = [
    { name: "customer.name", value: "Lena" },
    { name: "customer.address.city", value: "Ghent" },
    { name: "total", value: 12 },
  ];
  const output = { customer: { name: "Lena", address: { city: "Ghent" } }, total: 12 };
  expect(await set({ fields })).toEqual(output);
});

test("a lone expression keeps its type, a longer text does not", async () => {
  const fields = [
    { name: "lines", value: "{{ input.lines }}" },
    { name: "text", value: "{{ input.lines.length }} lines" },
  ];
  expect(await set({ fields }, { lines: [1, 2] })).toEqual({ lines: [1, 2], text: "2 lines" });
});

test("fields do not see each other, and later ones win", async () => {
  const fields = [
    { name: "a", value: "new" },
    { name: "b", value: "{{ input.a }}" },
    { name: "a", value: "newest" },
  ];
  expect(await set({ fields }, { a: "old" })).toEqual({ a: "newest", b: "old" });
});

test("keeps what came in without changing it", async () => {
  const input = { keep: 1, deep: { keep: 2, change: 3 } };
  const fields = [{ name: "deep.change", value: 4 }];
  expect(await set({ fields, keepInput: true }, input)).toEqual({ keep: 1, deep: { keep: 2, change: 4 } });
  expect(input).toEqual({ keep: 1, deep: { keep: 2, change: 3 } });
  expect(await set({ fields }, input)).toEqual({ deep: { change: 4 } });
  for (const other of [null, "text", 5, [1]]) {
    expect(await set({ fields, keepInput: true }, other)).toEqual({ deep: { change: 4 } });
  }
});

test("rows without a name or a value are left out, null is a value", async () => {
  const fields: JsonObject[] = [
    { name: "", value: 1 },
    { name: " ", value: 1 },
    { name: "missing" },
    { name: "none", value: null },
  ];
  expect(await set({ fields })).toEqual({ none: null });
});

test("a value that is no object makes room for one", async () => {
  const fields = [{ name: "a.b.c", value: 1 }];
  expect(await set({ fields, keepInput: true }, { a: { b: "text" } })).toEqual({ a: { b: { c: 1 } } });
  expect(await set({ fields, keepInput: true }, { a: [1, 2] })).toEqual({ a: { b: { c: 1 } } });
});

test("__proto__ and constructor are names like any other", async () => {
  const fields = [
    { name: "__proto__.polluted", value: true },
    { name: "a.__proto__", value: "own" },
    { name: "constructor.prototype.polluted", value: true },
  ];
  const output = await set({ fields });
  expect(JSON.stringify(output)).toBe(
    '{"__proto__":{"polluted":true},"a":{"__proto__":"own"},"constructor":{"prototype":{"polluted":true}}}',
  );
  expect({} as { polluted?: boolean }).not.toHaveProperty("polluted");
  const kept = await set({ fields: [], keepInput: true }, JSON.parse('{"__proto__":{"a":1}}') as Json);
  expect(JSON.stringify(kept)).toBe('{"__proto__":{"a":1}}');
});

test("what is known before a run comes from the names", () => {
  const shape = typeof definition.output === "function" ? definition.output : () => definition.config;
  const known = shape({
    fields: [
      { name: "a.b", value: 1 },
      { name: "c", value: "{{ input }}" },
    ],
  });
  expect(known.safeParse({ a: { b: 2 }, c: ["anything"] }).success).toBe(true);
  expect(known.safeParse({ a: { b: "2" }, c: 1 }).success).toBe(false);
});

test("a config that is none says where", () => {
  expect(complaintAbout(definition, { fields: "x" })).toBe("fields: Give a list of fields.");
  expect(complaintAbout(definition, { fields: [{ name: ["a"] }] })).toBe("fields.0.name: Give a text here.");
  expect(complaintAbout(definition, { extra: 1 })).toContain("extra");
});
