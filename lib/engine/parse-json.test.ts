import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "./parse-json.ts";

describe("keys with escapes come back as they were written", () => {
  // The pairs are what V8 mixes up: the second key, once the first was met at the same place.
  test.each([
    ["\\", "\n"],
    ["\\", '"'],
    ["\\", "\t"],
    ["\\n", "\n1"],
    ["a\\", "a\n"],
    ["\\u", "\u0001x"],
  ])("%j, then %j", (met, key) => {
    for (let round = 0; round < 10; round++) {
      for (const each of [met, key]) {
        const text = `{"before":{},${JSON.stringify(each)}:null,"after":[1]}`;
        expect(Object.keys(parseJson(text) as object)).toEqual(["before", each, "after"]);
      }
    }
  });

  const escapes = fc.string({
    unit: fc.constantFrom("\\", "\n", '"', "a", "\u0001", "n", "u", "\ud800", "\uE000", "0"),
  });
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: "small" },
      escapes,
      fc.integer(),
      fc.constant(null),
      fc.array(tie("json"), { maxLength: 3 }),
      fc.dictionary(escapes, tie("json"), { maxKeys: 4 }),
    ),
  }));

  test("any value is the same after writing and reading, with its keys in their order", () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(JSON.stringify(parseJson(text), null, indent)).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  test("one key written in two ways is one member, and the last value counts", () => {
    expect(parseJson('{"\\u0061":1,"a":2}')).toEqual({ a: 2 });
    expect(parseJson('{"a":2,"\\u0061":1}')).toEqual({ a: 1 });
    expect(parseJson('{"\\n":1,"\\u000a":2}')).toEqual({ "\n": 2 });
    expect(parseJson('{"\\u0031":1,"1":2}')).toEqual({ 1: 2 });
  });

  test("a key __proto__ is a member like any other", () => {
    const value = parseJson('{"\\n":1,"__proto__":{"a":1}}') as object;
    expect(Object.keys(value)).toEqual(["\n", "__proto__"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

test("a reviver hears of the keys as they were written", () => {
  const heard: string[] = [];
  parseJson('{"\\n":{"a\\"":1}}', (key, value) => {
    heard.push(key);
    return value;
  });
  expect(heard).toEqual(['a"', "\n", ""]);
});

test.each(['{"\\n":}', '{"a\\', '{"\\x":1}', '"\\', '{"\\n":1,}', '["\\n":1]'])(
  "%s is refused with its place, as JSON.parse does",
  (text) => {
    let expected = "";
    try {
      JSON.parse(text);
    } catch (error) {
      expected = (error as Error).message;
    }
    expect(expected).not.toBe("");
    expect(() => parseJson(text)).toThrow(expected);
  },
);

test("a deep value does not run out of stack", () => {
  const depth = 20_000;
  const text = `${'{"\\n":'.repeat(depth)}1${"}".repeat(depth)}`;
  let value: unknown = parseJson(text);
  for (let level = 0; level < depth; level++) value = (value as Record<string, unknown>)["\n"];
  expect(value).toBe(1);
});
