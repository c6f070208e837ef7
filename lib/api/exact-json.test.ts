import { expect, test } from "vitest";
import { isAppError } from "../errors.ts";
import { parseExactJson } from "./exact-json.ts";

function refusal(text: string) {
  try {
    return { value: parseExactJson(text) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { code: error.code, status: error.status, path: error.errors?.[0]?.path };
  }
}

test("what JavaScript holds exactly comes back as it was sent", () => {
  const values = [
    9007199254740991,
    -9007199254740992,
    9007199254740992,
    1e21,
    0.1,
    12345678901234568,
    1.5e300,
    "\0",
    "\ud800",
    "9007199254740993",
  ];
  for (const value of values) expect(parseExactJson(JSON.stringify({ value }))).toEqual({ value });
  expect(parseExactJson('{"text":"\\u0000 \\udc00 \\ud83d\\ude00"}')).toEqual({ text: "\0 \udc00 😀" });
});

test.each([
  ['{"a":{"b":[1,9007199254740993]}}', "a.b.1"],
  ["-9007199254740993", ""],
  ['{"n":123456789012345678901234567890}', "n"],
  ['{"n":1e400}', "n"],
])("the number in %s would change, and is named", (text, path) => {
  expect(refusal(text)).toEqual({ code: "number_not_exact", status: 422, path });
});

test.each(["", "{", "{'a':1}", "[1,]", "NaN", '{"a":01}', "nul"])("%j is not JSON", (text) => {
  expect(refusal(text)).toMatchObject({ code: "invalid_json", status: 400 });
});

test("nesting without end is refused, shallow or with numbers that need a second look", () => {
  const nested = (depth: number, core: string) => "[".repeat(depth) + core + "]".repeat(depth);
  expect(refusal(nested(150, "1"))).toHaveProperty("value");
  for (const core of ["1", "9007199254740992"]) {
    expect(refusal(nested(100_000, core))).toMatchObject({ code: "too_deep", status: 422 });
  }
});

test("a field that would become the prototype is refused, not dropped", () => {
  expect(refusal('{"a":{"__proto__":{"x":1}}}')).toMatchObject({ code: "reserved_field", path: "a.__proto__" });
});
