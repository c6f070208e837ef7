import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "#lib/config/limits.ts";
import type { Json } from "../json.ts";
import { parseJson } from "../parse-json.ts";
import { compileExpression, compileTemplate } from "./compile.ts";
import { isExpressionError } from "./errors.ts";
import { sampleScope } from "./testing/forms.ts";
import { anyExpression } from "./testing/generate.ts";
import { hostile } from "./testing/hostile.ts";

/** `HEDDLE_FUZZ=1000000` is the long form: it also measures the slowest expressions, and then each of them alone. */
const LONG = Number(process.env.HEDDLE_FUZZ ?? 0);
const TOTAL = LONG || 20_000;
/**
 * An expression that took as long is measured again alone, at best of several times: the first time may be that of the
 * machine, which collects garbage or does something else. Alone, none may take longer than the bar.
 */
const SUSPECT_MS = 8;
const BAR_MS = 100;
const SHOWN = 20;
const data: Record<string, Json> = { ...sampleScope, long: "ab aab, abba 0123456789 é😀\n".repeat(400) };
const scope = {
  root: (name: string) => data[name],
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

const PATTERN_TOKENS = [
  ..."()[]{}|^$.*+?\\/-,:=!<>abk019 ",
  ...[
    "(?:",
    "(?<n>",
    "(?=",
    "(?<!",
    "[^",
    "\\d",
    "\\W",
    "\\b",
    "\\p{L}",
    "\\u{1F600}",
    "\\ud83d",
    "\\1",
    "\\k<n>",
    "\\x41",
  ],
  ...["{2}", "{1,3}", "{0,500}", "{1000}", "*?", "+?", "😀", "é", "[a-z]", "[\\s\\S]", "(a|b)*", "(a+)+", ".*"],
];
const FLAGS = ["", "", "g", "i", "gi", "m", "gms", "u", "y"];
const USES = [
  ...["text.match(P)", "text.matchAll(P)", "text.replace(P, '[$&$1$<n>]')", "text.replace(P, (...all) => all.length)"],
  ...[
    "text.replaceAll(P, '')",
    "text.split(P)",
    "text.search(P)",
    "P.test(long)",
    "long.match(P)",
    "long.split(P).length",
  ],
  ...["long.replace(P, 'x').length", "texts.map(x => P.exec(x))", "P", "String(P)", "Object.entries(text.match(P))"],
];
const patternSoup = fc
  .tuple(
    fc.array(fc.constantFrom(...PATTERN_TOKENS), { minLength: 1, maxLength: 12 }),
    fc.constantFrom(...FLAGS),
    fc.constantFrom(...USES),
  )
  .map(([tokens, flags, use]) => use.replaceAll("P", () => `/${tokens.join("")}/${flags}`));

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
  { arbitrary: patternSoup, weight: 2 },
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

/** How long an expression alone takes, at best of several times, and how many steps it counts. */
function measured(source: string): { ms: number; steps: number } {
  let ms = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (let round = 0; round < 5; round++) {
    const calls = { next: 0, steps: limits.expressionSteps };
    const start = performance.now();
    try {
      compileExpression(source).evaluate(scope, calls);
    } catch {
      // The limit it runs into is what is measured.
    }
    ms = Math.min(ms, performance.now() - start);
    steps = limits.expressionSteps - calls.steps;
  }
  return { ms, steps };
}

interface Suspect {
  source: string;
  /** In the run, and alone. */
  ms: number;
  alone: ReturnType<typeof measured>;
}

describe("random expressions", () => {
  it(`give plain JSON or an expression error, ${TOTAL} times`, { timeout: LONG > 0 ? 7_200_000 : 60_000 }, () => {
    const seen = new Map<string, number>();
    const suspects: Suspect[] = [];
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
        if (LONG > 0 && ms > SUSPECT_MS) suspects.push({ source, ms, alone: measured(source) });
      }),
      { numRuns: TOTAL, seed: 20260102 },
    );
    // Only the long form looks at the clock, on a machine that has nothing else to do.
    if (LONG > 0) report(suspects, seen);
    // The fuzz is worth something only if it reaches values and each common kind of refusal.
    for (const kind of ["value", "syntax", "unsupported", "unknown_name", "unknown_function", "null_member", "type"]) {
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(100);
    }
  });
});

function report(suspects: readonly Suspect[], seen: Map<string, number>): void {
  const slowest = suspects.toSorted((a, b) => b.alone.ms - a.alone.ms).slice(0, SHOWN);
  const lines = slowest.map(
    ({ source, ms, alone }) =>
      `alone ${alone.ms.toFixed(1)} ms and ${alone.steps} steps, in the run ${ms.toFixed(1)} ms: ${source.slice(0, 300)}`,
  );
  console.info(`${TOTAL} expressions, ${suspects.length} above ${SUSPECT_MS} ms`, seen, `\n${lines.join("\n")}`);
  for (const { source, alone } of slowest) expect(alone.ms, source).toBeLessThan(BAR_MS);
}
