// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources of expressions, not templates
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "#lib/config/limits.ts";
import type { Json } from "../json.ts";
import { compileExpression, compileTemplate } from "./compile.ts";
import { isExpressionError } from "./errors.ts";
import { indexOf, lastIndexOf, split } from "./functions/search.ts";

/** The value, or the code of the error. */
function outcome(source: string, data: { [name: string]: Json } = {}): Json {
  const scope = { root: (name: string) => data[name], now: 0, seed: "s", clock };
  try {
    return compileExpression(source).evaluate(scope);
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    return error.code;
  }
}

/** Stands still: what is tested here must not depend on how fast the machine is. */
const clock = () => 0;
const MIB = 1024 * 1024;
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("size of an expression", () => {
  it("may reach the limit and not pass it, in bytes", () => {
    const longest = `'${"x".repeat(limits.expressionBytes - 2)}'`;
    expect(outcome(longest)).toHaveLength(limits.expressionBytes - 2);
    expect(outcome(`${longest.slice(0, -1)}x'`)).toBe("limit_size");
    expect(outcome(`'${"é".repeat(limits.expressionBytes / 2)}'`)).toBe("limit_size");
  });

  it("does not count the text around it", () => {
    const text = `${"x".repeat(100_000)}{{ 1 + 1 }}${"y".repeat(100_000)}`;
    expect(compileTemplate(text).evaluate({ root: () => undefined, now: 0, seed: "", clock })).toHaveLength(200_001);
  });

  it.each([
    "(",
    "[",
    "{a:",
    "!",
    "-",
    "1+",
    "a.",
    "a?.",
    "x=>",
    "`${",
    "new ",
    "'x",
    "1?",
    "f(",
    "((a)=>",
    "await ",
    "class{",
  ])("refuses a megabyte of %s without reading it", (piece) => {
    const endless = piece.repeat(MIB / piece.length);
    expect(["limit_size", "limit_depth", "unsupported", "syntax"]).toContain(outcome(endless));
    expect(() => compileTemplate(`{{ ${endless} }}`)).toThrow(expect.objectContaining({ name: "ExpressionError" }));
  });
});

describe("depth", () => {
  it("may reach 64 levels and not pass them", () => {
    // The expression itself is the first level.
    expect(outcome(`${nested(limits.expressionDepth - 1)}.length`)).toBe(1);
    expect(outcome(nested(limits.expressionDepth + 1))).toBe("limit_depth");
  });

  it.each([
    ["(".repeat(15_000), "limit_depth"],
    [`1${"+1".repeat(15_000)}`, "limit_depth"],
    [`1${"**1".repeat(9_000)}`, "limit_depth"],
    [`${"!".repeat(15_000)}1`, "limit_depth"],
    [`a${".a".repeat(15_000)}`, "limit_depth"],
    [`a${"?.a".repeat(9_000)}`, "limit_depth"],
    [`a${"[0]".repeat(9_000)}`, "limit_depth"],
    [`'a'${".trim()".repeat(4_000)}`, "limit_depth"],
    [`${"1?".repeat(7_000)}1${":1".repeat(7_000)}`, "limit_depth"],
    [`${"[0].map(x=>".repeat(2_000)}1${")".repeat(2_000)}`, "limit_depth"],
    [`[0].map(${"[".repeat(9_000)}a`, "limit_depth"],
  ])("of %.12s… is refused while parsing", (source, code) => {
    expect(outcome(source)).toBe(code);
  });

  it("allows long rows of operators, members and calls", () => {
    expect(outcome(`1${"+1".repeat(400)}`)).toBe(401);
    expect(outcome(`'a'${".trim()".repeat(400)}`)).toBe("a");
  });

  it("of values is refused before it exhausts the stack", () => {
    const deep = "Array.from({ length: 5000 }).reduce((list, _) => [list], [])";
    for (const source of [
      deep,
      `String(${deep})`,
      `JSON.stringify(${deep})`,
      `${deep}.flat(Infinity)`,
      `${deep} == 1`,
    ]) {
      expect(outcome(source), source).toBe("limit_depth");
    }
  });
});

describe("work", () => {
  it.each([
    ["Array.from({ length: 1e9 })", "limit_steps"],
    ["Array.from({ length: 1000 }).map(() => Array.from({ length: 1000 }))", "limit_steps"],
    ["Array.from({ length: 400 }, (_, i) => Array.from({ length: 400 }, (_, j) => i * j))", "limit_steps"],
    ["list.flatMap(a => list.map(b => a + b))", "limit_steps"],
    ["[...list, ...list, ...list].sort((a, b) => [...list].length)", "limit_steps"],
    ["Math.max(...list.flatMap(x => list))", "limit_steps"],
    ["Array.from({ length: 30 }).reduce((o, _) => ({ a: o, b: o }), 1)", "limit_result"],
    ["JSON.stringify(Array.from({ length: 30 }).reduce((o, _) => ({ a: o, b: o }), 1))", "limit_result"],
    ["String(Array.from({ length: 30 }).reduce((o, _) => [o, o], 1))", "limit_steps"],
    ["'a'.repeat(4e6).split('')", "limit_steps"],
    ["Array.from('a'.repeat(4e6))", "limit_steps"],
    ["Object.keys('a'.repeat(4e6))", "limit_steps"],
    ["'a'.repeat(1e6).replaceAll('a', x => x)", "limit_steps"],
  ])("%s is stopped by %s", (source, code) => {
    const list = Array.from({ length: 1000 }, (_, index) => index);
    expect(outcome(source, { list })).toBe(code);
  });

  it("is stopped by the clock where steps do not see it", () => {
    let time = 0;
    const slow = {
      root: (): Json => Array.from({ length: 2000 }, (_, index) => index),
      now: 0,
      seed: "s",
      // Each look at the clock finds it as much later as a root that takes long would make it.
      clock: () => (time += limits.expressionMs / 4),
    };
    const evaluate = () => compileExpression("list.map(x => [x, x].length)").evaluate(slow);
    expect(evaluate).toThrow(expect.objectContaining({ code: "limit_time" }));
    expect(time).toBeLessThan(limits.expressionMs * 2);
    expect(compileExpression("list.map(x => [x, x].length)").evaluate({ ...slow, clock })).toHaveLength(2000);
  });

  it("is bounded over several evaluations where they share a counter", () => {
    const calls = { next: 0, steps: 1_000 };
    const counting = compileExpression("Array.from({ length: 300 }).length");
    const scope = { root: () => undefined, now: 0, seed: "s", clock };
    for (let round = 0; round < 3; round++) expect(counting.evaluate(scope, calls)).toBe(300);
    expect(() => counting.evaluate(scope, calls)).toThrow(expect.objectContaining({ code: "limit_steps" }));
  });

  it("searches long texts for long parts in the time of one reading", () => {
    // Large enough that a search in quadratic time takes seconds, small enough that one reading is far from the limit.
    const data = { text: "a".repeat(60_000), part: `${"a".repeat(12_000)}b${"a".repeat(12_000)}` };
    expect(outcome("[text.includes(part), text.indexOf(part), text.lastIndexOf(part)]", data)).toEqual([false, -1, -1]);
    expect(outcome("text.split(part).length + text.replaceAll(part, '').length", data)).toBe(60_001);
    expect(outcome("'e\\u0301\\u0327'.repeat(2).normalize().length")).toBeGreaterThan(0);
    expect(outcome("'\\u0301\\u0327'.repeat(50000).normalize()")).toBe("limit_steps");
  });
});

describe("size of what is made", () => {
  it.each([
    ["'a'.repeat(1e9)", "limit_result"],
    ["'a'.padStart(1e9)", "limit_result"],
    ["'a'.padEnd(5e6, 'xyz')", "limit_result"],
    ["'a'.repeat(3e6) + 'a'.repeat(3e6)", "limit_result"],
    ["`${'a'.repeat(3e6)}${'a'.repeat(3e6)}`", "limit_result"],
    ["'a'.repeat(3e6).concat('a'.repeat(3e6))", "limit_result"],
    ["Array.from({ length: 5000 }).fill('a'.repeat(1000)).join()", "limit_result"],
    ["Array.from({ length: 5000 }).join('a'.repeat(1000))", "limit_result"],
    ["'ab'.repeat(1000).replaceAll('a', 'x'.repeat(10000))", "limit_result"],
    ["'a'.repeat(2e6).replace('a', '$`$&$\\''.repeat(100))", "limit_result"],
    ["'a'.repeat(3000).replaceAll('a', '$`$`')", "limit_result"],
    ["encodeURIComponent('é'.repeat(1e6))", "limit_result"],
    [
      "JSON.stringify(Array.from({ length: 30 }).reduce(o => [o], Array.from({ length: 20000 })), null, 10)",
      "limit_result",
    ],
    ["Array.from({ length: 5000 }).fill('a'.repeat(1000))", "limit_result"],
    ["'\\u0001'.repeat(1e6)", "limit_result"],
    ["'é'.repeat(2.5e6)", "limit_result"],
    ["Array.from({ length: 40 }).reduce(text => text + text, 'x')", "limit_result"],
    ["Array.from({ length: 40 }).reduce(list => [...list, ...list], [1])", "limit_steps"],
  ])("%s is stopped by %s", (source, code) => {
    expect(outcome(source)).toBe(code);
  });

  it("may reach the limit", () => {
    expect(outcome(`'a'.repeat(${limits.expressionResultBytes - 2})`)).toHaveLength(limits.expressionResultBytes - 2);
    expect(outcome(`'a'.repeat(${limits.expressionResultBytes - 1})`)).toBe("limit_result");
  });

  it("holds for what comes from the scope, too", () => {
    const large: Json = Array.from({ length: 5 }, () => "x".repeat(MIB));
    expect(outcome("large", { large })).toBe("limit_result");
    expect(outcome("large.length", { large })).toBe(5);
  });

  it("names the expression", () => {
    const evaluate = () =>
      compileExpression("'a'.repeat(1e9).length").evaluate({ root: () => undefined, now: 0, seed: "", clock });
    expect(evaluate).toThrow("'a'.repeat(1e9)");
  });
});

describe("the search for long parts", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 40 });

  it("finds what the search of JavaScript finds", () => {
    fc.assert(
      fc.property(letters, letters, fc.integer({ min: -3, max: 45 }), (text, middle, from) => {
        // Longer than what the built-in search is trusted with.
        const filler = "ab".repeat(500);
        const part = `${filler}${middle}`;
        const whole = `${text}${part}${text}${part}${filler}`;
        expect(indexOf(whole, part, from)).toBe(whole.indexOf(part, from));
        expect(lastIndexOf(whole, part, from * 50)).toBe(whole.lastIndexOf(part, from * 50));
        expect(lastIndexOf(whole, part, Number.NaN)).toBe(whole.lastIndexOf(part));
        expect(split(whole, part, 10)).toEqual(whole.split(part, 10));
        expect(split(whole, part, 1)).toEqual(whole.split(part, 1));
        expect(indexOf(whole, `${part}c`, 0)).toBe(-1);
      }),
      { numRuns: 300, seed: 20260103 },
    );
  });
});
