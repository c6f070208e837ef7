import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { parseJson } from "../parse-json.ts";
import { compileExpression, compileTemplate } from "./compile.ts";
import { isExpressionError } from "./errors.ts";
import { sampleScope } from "./testing/forms.ts";
import { anyExpression } from "./testing/generate.ts";
import { hostile } from "./testing/hostile.ts";

/** `HEDDLE_FUZZ=1000000` is the long form: it also measures how long the slowest expression takes. */
const LONG = Number(process.env.HEDDLE_FUZZ ?? 0);
const TOTAL = LONG || 20_000;
const scope = {
  root: (name: string) => (sampleScope as Record<string, Json>)[name],
  now: 0,
  seed: "s",
  clock: () => 0,
};

const TOKENS = [
  ..."(){}[].,?:;!~+-*/%&|^<>=`'\"\\$#@ \n0123456789",
  ...["=>", "?.", "??", "...", "**", "===", "!==", "<<", ">>>", "${", "}}", "{{", "//", "/*", "*/", "0x", "1e9", "1n"],
  ...["num", "text", "data", "nums", "rows", "nothing", "x", "map", "constructor", "__proto__", "length", "this"],
  ...[
    "new",
    "function",
    "class",
    "import",
    "await",
    "async",
    "yield",
    "typeof",
    "in",
    "of",
    "let",
    "null",
    "undefined",
  ],
  ...["Math", "Object", "JSON", "Array", "String", "reduce", "repeat", "é", "\ud800", "\u2028", "\u0000", "😀"],
];

const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 24 }).map((tokens) => tokens.join(""));
const whole = fc.oneof(anyExpression(2), fc.constantFrom(...Object.values(hostile).flat()));
/** A good expression with a piece cut out, doubled or put into another. */
const mutated = fc.tuple(whole, whole, fc.nat(200), fc.nat(40), fc.nat(2)).map(([a, b, at, length, kind]) => {
  const start = at % (a.length + 1);
  if (kind === 0) return a.slice(0, start) + a.slice(start + length);
  if (kind === 1) return a.slice(0, start) + a.slice(start, start + length).repeat(2) + a.slice(start);
  return a.slice(0, start) + b.slice(0, length) + a.slice(start);
});

const generated = fc.oneof(
  { arbitrary: anyExpression(3), weight: 3 },
  { arbitrary: soup, weight: 3 },
  { arbitrary: mutated, weight: 4 },
);

/** `value`, or the code of the error; anything else thrown is a defect. */
function outcome(evaluate: () => Json): string {
  try {
    const value = evaluate();
    // What is plain JSON survives the round trip exactly.
    expect(parseJson(JSON.stringify(value))).toEqual(value);
    return "value";
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    return error.code;
  }
}

describe("random expressions", () => {
  it(`give plain JSON or an expression error, ${TOTAL} times`, { timeout: LONG > 0 ? 3_600_000 : 60_000 }, () => {
    const seen = new Map<string, number>();
    const slowest = { ms: 0, source: "" };
    fc.assert(
      fc.property(generated, (source) => {
        const start = performance.now();
        for (const result of [
          outcome(() => compileExpression(source).evaluate(scope)),
          outcome(() => compileTemplate(`a {{ ${source} }} b`).evaluate(scope)),
        ]) {
          seen.set(result, (seen.get(result) ?? 0) + 1);
        }
        const ms = performance.now() - start;
        if (ms > slowest.ms) Object.assign(slowest, { ms, source });
      }),
      { numRuns: TOTAL, seed: 20260102 },
    );
    // Only the long form looks at the clock, on a machine that has nothing else to do.
    if (LONG > 0) console.info(`${TOTAL} expressions, slowest ${slowest.ms.toFixed(1)} ms: ${slowest.source}`, seen);
    // The fuzz is worth something only if it reaches values and each common kind of refusal.
    for (const kind of ["value", "syntax", "unsupported", "unknown_name", "unknown_function", "null_member", "type"]) {
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(100);
    }
  });
});
