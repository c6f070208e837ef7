import { describe, expect, it } from "vitest";
import { limits } from "#lib/config/limits.ts";
import type { Json } from "../../json.ts";
import { compileExpression, compileTemplate } from "../compile.ts";
import { type ExpressionError, isExpressionError } from "../errors.ts";

/** Stands still: what is tested here must not depend on how fast the machine is. */
const clock = () => 0;

function run(source: string, data: { [name: string]: Json } = {}): Json {
  return compileExpression(source).evaluate({ root: (name) => data[name], now: 0, seed: "s", clock });
}

function errorOf(source: string, data: { [name: string]: Json } = {}): ExpressionError {
  try {
    run(source, data);
  } catch (error) {
    if (isExpressionError(error)) return error;
    throw error;
  }
  throw new Error(`${source} gave a value`);
}

describe("regular expressions", () => {
  it("are values that functions take", () => {
    const text = "order 66, Order 67";
    expect(run("text.match(/order (?<id>\\d+)/).groups.id", { text })).toBe("66");
    expect(run("text.match(/order (\\d+)/gi)", { text })).toEqual(["order 66", "Order 67"]);
    expect(run("text.matchAll(/order (\\d+)/gi).map(([, id], i) => i + id)", { text })).toEqual(["066", "167"]);
    expect(run("[/^order/, /67$/, /x/].map(p => p.test(text))", { text })).toEqual([true, true, false]);
    expect(run("text.search(/\\d/) + text.split(/,\\s*/).length", { text })).toBe(8);
    expect(run("text.replace(/(\\w+) (\\d+)/gi, (all, word, id) => id + word)", { text })).toBe("66order, 67Order");
  });

  it("are read between braces, with braces in them", () => {
    const template = compileTemplate("a{{ '}}'.replace(/}{2}/, x => x.length) }}{{ 6 / 2 / 3 }}b");
    expect(template.evaluate({ root: () => undefined, now: 0, seed: "", clock })).toBe("a21b");
  });

  it("give a match as a list, which is JSON without what stands beside its elements", () => {
    expect(run("'xab'.match(/(?<l>a)(b)?(c)?/)")).toEqual(["ab", "a", "b", null]);
    expect(run("({ ...'xab'.match(/(?<l>a)/) })")).toEqual({
      0: "a",
      1: "a",
      index: 1,
      input: "xab",
      groups: { l: "a" },
    });
    expect(run("['xab'.match(/(?<l>a)/)]")).toEqual([["a", "a"]]);
  });

  it("know the ends of lines as JavaScript has them", () => {
    expect(run("text.match(/^.*$/gm)", { text: "one\r\ntwo\u2028three\n" })).toEqual(["one", "", "two", "three", ""]);
    // The engine takes the beginning of a text for no end of a line when it walks all its instructions at once.
    expect(run("[/^$/m.exec(text).index, /^$|q{501}/m.exec(text).index]", { text: "\r\n" })).toEqual([0, 0]);
  });

  it("know which characters are letters when case is ignored", () => {
    expect(run("'s\u017fk\u212a'.match(/\\W/gi)")).toBe("sſk\u212a".match(/\W/giu));
    expect(run("'s\u017fk\u212a-'.match(/\\w/gi)")).toEqual("sſk\u212a-".match(/\w/giu));
    expect(run("'kKs\u017f_a1'.match(/[^\\W_k\\u017f]/gi)")).toEqual("kKs\u017f_a1".match(/[^\W_k\u017f]/giu));
    expect(run("'aé'.match(/[^\\W]/gi)")).toEqual("aé".match(/[^\W]/giu));
  });

  it("are put into replacements by number and by name", () => {
    expect(run("'ab'.replace(/(a)/, '[$1|$11|$01|$2|$0|$$1|$&]')")).toBe("[a|a1|a|$2|$0|$1|a]b");
    expect(run("'ab'.replace(/(?<x>a)(c)?/, '[$<x>|$<y>|$2|$<]')")).toBe("[a|||$<]b");
    expect(run("'ab'.replace(/(a)/, '$<x>')")).toBe("$<x>b");
  });

  it("remember nothing", () => {
    expect(run("[1, 2].map(() => /a/g.test('a'))")).toEqual([true, true]);
    expect(run("[/a/g].flatMap(p => [p.test('a'), p.test('a')])")).toEqual([true, true]);
  });

  it("are no result", () => {
    expect(errorOf("/a/").message).toContain("The result is a regular expression");
    expect(errorOf("[1, /a/]").code).toBe("type");
    expect(errorOf("/a/.source.length").code).toBe("null_member");
    expect(run("String(/a+/gi)")).toBe("/a+/gi");
    expect(errorOf("(1).match(/a/)").message).toContain("is a number, which has no function");
    expect(errorOf("/a/.trim()").message).toContain("is a regular expression, which has no function");
  });

  it("name what is missing", () => {
    expect(errorOf("'a'.match('a')").message).toContain("This needs a regular expression, such as /[0-9]+/");
    expect(errorOf("'a'.matchAll(/a/)").message).toContain("needs the flag g");
    expect(errorOf("'a'.replaceAll(/a/, '')").message).toContain("needs the flag g");
    expect(errorOf("'a'.includes(/a/)").message).toContain("use match, search or test");
  });
});

describe("what cannot be matched in linear time, or is no pattern, is refused when it is compiled", () => {
  it.each([
    ["/(?=a)b/", "Look-ahead cannot be matched", 1],
    ["/a(?!b)/", "Look-ahead cannot be matched", 2],
    ["/(?<=a)b/", "Look-behind cannot be matched", 1],
    ["/(?<!a)b/", "Look-behind cannot be matched", 1],
    ["/(a)\\1/", "back reference", 4],
    ["/(?<n>a)\\k<n>/", "back reference", 8],
    ["/(?:(a)|b)+/", "may be left out in one round", 1],
    ["/(a*)*/", "holds a group and can be empty", 1],
    ["/(?:|a)+/", "can be empty", 1],
    ["/(/", "never closed", 1],
    ["/a)/", "closes nothing", 2],
    ["/a**/", "repeats a repetition", 3],
    ["/+a/", "nothing in front of +", 1],
    ["/^*/", "nothing in front of this", 1],
    ["/[b-a]/", "ends before it begins", 2],
    ["/a{3,2}/", "ends before it begins", 2],
    ["/\\Aa/", "\\A means nothing", 1],
    ["/\\p{Nope}/", "a property of characters", 1],
    ["/\\P{L}/i", "does not go with the flag i", 1],
    ["/(?<a>x)(?<a>y)/", 'Two groups are called "a"', 8],
    ["/(?i:a)/", "A group begins with", 1],
    ["/a/y", "There is no flag y", 3],
    ["/a/gg", "stands there twice", 4],
    ["/a{1001}/", "more than 1,000 times", 1],
    ["/(?:a{40}){40}/", "more than 1,000 times", 1],
    ["/(?:abc){400}/", "too large", 1],
    [`/${"[\\u0100-\\u{1e900}]".repeat(4)}/i`, "too large", 1],
    ["/[^\\S\\p{L}]/i", "does not go with", 1],
    ["/\\u{110000}/", "holds the number of a character", 1],
    ["/\\x6/", "\\x means nothing", 1],
    [`/${"(".repeat(60)}${")".repeat(60)}/`, "nested deeper than 50", 51],
    [`/${"(a)".repeat(51)}/`, "more than 50 groups", 151],
  ])("%s", (source, message, at) => {
    const error = errorOf(`[${source}]`);
    expect(error.message).toContain(message);
    expect(error).toMatchObject({ code: "unsupported", start: at + 1, end: at + 2 });
    expect(() => compileTemplate(`text {{ x.match(${source}) }}`)).toThrow(message);
  });

  it.each(["/a", "'a'.match(/a", "/[/]", "/a\n/"])("%j is not complete", (source) => {
    expect(errorOf(source).code).toBe("syntax");
  });
});

/** Patterns that take a backtracking engine exponential or cubic time, and texts that make them do it. */
const CATASTROPHES: [pattern: string, text: string][] = [
  ["/(a+)+$/", "'a'.repeat(n) + '!'"],
  ["/([a-zA-Z]+)*$/", "'a'.repeat(n) + '!'"],
  ["/(?:a|aa)+$/", "'a'.repeat(n) + 'b'"],
  ["/(?:a|a?)+$/", "'a'.repeat(n) + 'b'"],
  ["/(?:.*a){20}/", "'a'.repeat(n) + 'b'"],
  ["/(x+x+)+y/", "'x'.repeat(n)"],
  ["/^(\\d+)*$/", "'1'.repeat(n) + 'x'"],
  ["/\\s*\\s*\\s*\\s*x/", "' '.repeat(n)"],
  ["/(?:a?){50}a{50}/", "'a'.repeat(n)"],
  ["/^(([a-z])+.)+[A-Z]([a-z])+$/", "'a'.repeat(n)"],
  ["/^([\\w.-]+)+@([\\w-]+\\.)+\\w+$/", "'a.'.repeat(n)"],
  ["/(\\w+\\s?)+$/", "'word '.repeat(n) + '!'"],
  ['/"(?:[^"\\\\]|\\\\.)*"$/', "'\"' + 'a'.repeat(n)"],
  ["/<!--[^]*?-->/", "'<!--'.repeat(n)"],
  ["/(?:(?:(?:a*)b)*c)*d/", "'aab'.repeat(n)"],
];

describe("catastrophic patterns", () => {
  it.each(CATASTROPHES)("%s gives its answer on texts of everyday length", (pattern, text) => {
    expect(typeof run(`${pattern}.test(${text})`, { n: 500 })).toBe("boolean");
  });

  it.each(CATASTROPHES)("%s ends within the steps on a long text", (pattern, text) => {
    const source = `${pattern}.test((${text}).repeat(20))`;
    const outcome = (n: number) => {
      try {
        return typeof run(source, { n });
      } catch (error) {
        return isExpressionError(error) ? error.code : String(error);
      }
    };
    expect(["boolean", "limit_steps"]).toContain(outcome(5_000));
    expect(["boolean", "limit_steps"]).toContain(outcome(20_000));
  });

  /** Steps that an expression counts. */
  function stepsOf(source: string, n: number): number {
    const calls = { next: 0, steps: limits.expressionSteps };
    compileExpression(source).evaluate({ root: () => n, now: 0, seed: "s", clock }, calls);
    return limits.expressionSteps - calls.steps;
  }

  it.each(CATASTROPHES)("%s costs in proportion to the text", (pattern, text) => {
    const source = `${pattern}.test(${text})`;
    expect(stepsOf(source, 400)).toBeLessThan(2.2 * stepsOf(source, 200));
  });

  it("and what does not would be seen: each match looks for a b as far as the end", () => {
    const source = "('a'.repeat(n) + 'c').match(/(?:.*[bc]){2}|a/g).length";
    expect(stepsOf(source, 400)).toBeGreaterThan(3 * stepsOf(source, 200));
  });
});

describe("work", () => {
  it.each([
    ["text.match(/a|.*b/g)", { text: "a".repeat(50_000) }],
    ["text.replace(/a(?:.*b)?/g, '')", { text: "a".repeat(50_000) }],
    ["text.split(/a(?:.*b)?/)", { text: "a".repeat(50_000) }],
    ["text.matchAll(/(?:)/g)", { text: "a".repeat(200_000) }],
    ["text.match(/./g)", { text: "a".repeat(200_000) }],
    ["text.search(/b/i)", { text: "a".repeat(4_000_000) }],
    ["text.search(/[ab]{500}c/)", { text: `c${"a".repeat(100_000)}` }],
    ["list.map(() => list.map(() => /a{300}/.test('b')))", { list: Array(400).fill(0) }],
    [`[${"/a{900}/.test('b'),".repeat(1_000)}]`, {}],
  ])("%s is stopped by its steps", (source, data) => {
    expect(errorOf(source, data).code).toBe("limit_steps");
  });

  it("of many matches is that of reading the text once", () => {
    const text = "one fish, two fish, red fish, blue cat; ".repeat(500);
    expect(run("text.match(/fish|cat/g).length", { text })).toBe(2_000);
    expect(run("text.split(/[,;] */).length", { text })).toBe(2_001);
    expect(run("text.replace(/RED|blue/gi, x => x.length).length", { text })).toBe(17_500);
  });

  it("of looking for what every match begins with is cheap", () => {
    const text = `${"a".repeat(3_000_000)}needle 7`;
    expect(run("text.match(/needle (\\d)/)[1]", { text })).toBe("7");
  });

  it("of looking for a long beginning is not the product of both lengths", () => {
    const text = "a".repeat(4_000_000);
    expect(run(`/${"a".repeat(900)}b/.test(text)`, { text })).toBe(false);
  });

  it("is looked at by the clock in the midst of a search", () => {
    let time = 0;
    const scope = { root: () => `${"a".repeat(90_000)}c`, now: 0, seed: "", clock: () => (time += 1) };
    expect(() => compileExpression("/(?:a|b+)+$/.test(text)").evaluate(scope)).toThrow(`${limits.expressionMs} ms`);
  });

  it("of replacing is refused before the text is made", () => {
    const text = "a".repeat(3_000);
    expect(errorOf("text.replace(/a/g, '$`$`')", { text }).code).toBe("limit_result");
    expect(errorOf("text.replace(/(a+)/, '$1'.repeat(3000))", { text }).code).toBe("limit_result");
    expect(run("'a'.replace(/(?<x>a)/, '$<'.repeat(50000)).length")).toBe(100_000);
  });
});
