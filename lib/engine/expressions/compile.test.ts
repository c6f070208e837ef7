// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources of expressions, not templates
import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { compileExpression, compileTemplate } from "./compile.ts";
import { type ExpressionError, isExpressionError } from "./errors.ts";
import type { ExpressionScope } from "./types.ts";

const data: { [name: string]: Json } = {
  trigger: {
    body: {
      total: 100,
      name: "Ada",
      items: [
        { sku: "a", n: 2 },
        { sku: "b", n: 1 },
      ],
    },
  },
  fetch_user: null,
  input: [1, 2, 3],
};

function scopeOf(more: Partial<ExpressionScope> = {}): ExpressionScope {
  return {
    root: (name) => data[name],
    nullReason: (name) => (name === "fetch_user" ? "fetch_user was skipped: is_vip took false" : undefined),
    now: Date.UTC(2026, 0, 1),
    seed: "run/node",
    ...more,
  };
}

const run = (source: string) => compileExpression(source).evaluate(scopeOf());
const fill = (text: string) => compileTemplate(text).evaluate(scopeOf());

function failure(evaluate: () => unknown): ExpressionError {
  try {
    evaluate();
  } catch (error) {
    if (isExpressionError(error)) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}

describe("texts with {{ }}", () => {
  it.each<[string, Json]>([
    ["{{ trigger.body.total * 1.19 }}", 119],
    ["  {{ input }}\n", [1, 2, 3]],
    ["{{input[0]}}", 1],
    ["Hello {{ trigger.body.name }}!", "Hello Ada!"],
    ["{{ 1 }}{{ 2 }}", "12"],
    ["{{ 1 }} {{ 2 }}", "1 2"],
    ["n: {{ null }} {{ true }} {{ 1.50 }}", "n: null true 1.5"],
    ["o: {{ { a: [1, { b: null }] } }}", 'o: {"a":[1,{"b":null}]}'],
    ["l: {{ [1, 'x'] }}", 'l: [1,"x"]'],
    ["missing: {{ trigger.body.nothing }}", "missing: undefined"],
    ["{{ '}}' }}", "}}"],
    ["{{ '{{ not me }}' }} it", "{{ not me }} it"],
    ["{{ {a:1} }}", { a: 1 }],
    ["{{{a:{b:1}}}}", { a: { b: 1 } }],
    ["{{ `${{ a: 1 }.a}}}` }}", "1}}"],
    ["{{ 1 /* }} */ }}", 1],
    ["{{ (1) }}", 1],
    ["a } b }} {{ 1 }} { c", "a } b }} 1 { c"],
    ["{{ trigger.body.items.map(({ sku, n }) => `${sku}×${n}`).join(', ') }}", "a×2, b×1"],
  ])("%s", (text, expected) => {
    expect(fill(text)).toEqual(expected);
  });

  it("leaves a text without {{ as it is", () => {
    const compiled = compileTemplate("plain } text");
    expect(compiled).toMatchObject({ constant: true, reads: [] });
    expect(compiled.evaluate(scopeOf())).toBe("plain } text");
  });

  it.each([
    ["{{ }}", "syntax", 0],
    ["{{", "syntax", 2],
    ["Hi {{ name", "syntax", 3],
    ["{{ 1 + }}", "syntax", 7],
    ["{{ a b }}", "syntax", 5],
    ["{{ a }", "syntax", 5],
    ["{{ ok }} {{ 'open }}", "syntax", 12],
    ["{{ trigger.body.total }} and {{ nobody }}", "unknown_name", 32],
    ["text {{ 'a'.trimm() }}", "unknown_function", 12],
  ] as const)("%s is refused as %s at %i", (text, code, start) => {
    expect(failure(() => fill(text))).toMatchObject({ code, start });
  });
});

describe("results", () => {
  it.each<[string, Json]>([
    ["undefined", null],
    ["trigger.body.nothing", null],
    ["0 / 0", null],
    ["1 / 0", null],
    ["[undefined, NaN, -Infinity]", [null, null, null]],
    ["({ a: undefined, b: { c: undefined }, d: NaN })", { b: {}, d: null }],
    ["-0", 0],
    ["1 + 2 * 3 ** 2 ** 0", 7],
    ["(1 + 2) * 3", 9],
    ["-2 + - -2", 0],
    ["1 < 2 === true ? 'y' : 'n'", "y"],
    ["true || nope.x", true],
    ["null ?? 'd'", "d"],
    ["0 ?? 'd'", 0],
    ["typeof null + typeof 1 + typeof []", "objectnumberobject"],
    ["input.at(-1) & 2 | 4 ^ 1", 7],
    ["'a' in { a: 1 } && !('b' in { a: 1 })", true],
    ["now", "2026-01-01T00:00:00.000Z"],
    ["Date.now()", Date.UTC(2026, 0, 1)],
  ])("%s", (source, expected) => {
    expect(run(source)).toEqual(expected);
  });

  it("shares what it takes from the scope instead of copying it", () => {
    expect(run("trigger.body")).toBe((data.trigger as { body: Json }).body);
  });

  it("never changes what it takes from the scope", () => {
    const before = structuredClone(data);
    expect(run("[input.sort((a, b) => b - a), input.reverse(), input.fill(0), input]")).toEqual([
      [3, 2, 1],
      [3, 2, 1],
      [0, 0, 0],
      [1, 2, 3],
    ]);
    expect(data).toEqual(before);
  });

  it("asks the scope for a root at most once, and only when it is needed", () => {
    const asked: string[] = [];
    const scope = scopeOf({
      root(name) {
        asked.push(name);
        return data[name];
      },
    });
    compileExpression("input[0] + input[1] + input.map(x => input.length).length").evaluate(scope);
    compileExpression("true || trigger.body").evaluate(scope);
    expect(asked).toEqual(["input"]);
  });

  it("lets a parameter hide a root and the name of a group", () => {
    expect(run("[5].map(input => input)")).toEqual([5]);
    expect(run("[{ PI: 3 }].map(Math => Math.PI)")).toEqual([3]);
  });
});

describe("errors", () => {
  it("say which part is null and why", () => {
    const error = failure(() => fill("Dear {{ fetch_user.body.name }}"));
    expect(error).toMatchObject({ code: "null_member", start: 8, end: 23 });
    expect(error.message).toBe(
      '"fetch_user" is null, so ".body" cannot be read from it: fetch_user was skipped: is_vip took false. ' +
        'Where that may happen, write "fetch_user?.body".',
    );
    expect(failure(() => run("trigger.body.address.city")).message).toContain(
      '"trigger.body.address" is missing, so ".city" cannot be read from it.',
    );
    expect(failure(() => run("trigger.body.address['city']")).message).toContain("trigger.body.address?.[");
  });

  it.each([
    ["nobody.x", "unknown_name"],
    ["fetch_user.trim()", "null_member"],
    ["input.map(({ a: { b } }) => b)", "null_member"],
    ["input.trim()", "unknown_function"],
    ["(5).trim()", "unknown_function"],
    ["input.pusch(1)", "unknown_function"],
    ["Math.squirt(2)", "unknown_function"],
    ["parseint('1')", "unknown_function"],
    ["'a' in 'abc'", "type"],
    ["[...5]", "type"],
    ["[].reduce((a, b) => a)", "type"],
    ["(5).toFixed(200)", "type"],
    ["'a'.repeat(-1)", "type"],
    ["input.map(5)", "type"],
    ["JSON.parse('{')", "type"],
    ["x => x", "unsupported"],
    ["input.includes(x => x)", "unsupported"],
    ["input.concat(x => x)", "unsupported"],
    ["input.reduce((a, b) => a, x => x)", "unsupported"],
    ["Array.of(x => x)", "unsupported"],
    ["input.includes(Number)", "unsupported"],
    ["input['map'](x => x)", "unsupported"],
    ["Math", "unsupported"],
    ["Math.max", "unsupported"],
    ["[, 1]", "unsupported"],
    ["1n", "unsupported"],
    ["017", "unsupported"],
    ["a = 1", "unsupported"],
  ])("%s fails with %s", (source, code) => {
    expect(failure(() => run(source)).code).toBe(code);
  });

  it("offer the function that was meant", () => {
    expect(failure(() => run("'a'.toUppercase()")).message).toContain('Did you mean "toUpperCase"?');
    expect(failure(() => run("Math.celi(1)")).message).toContain('Did you mean "Math.ceil"?');
  });

  it("of the scope itself pass unchanged", () => {
    const broken = new Error("store is gone");
    const root = () => {
      throw broken;
    };
    expect(() => compileExpression("[1].map(x => trigger)").evaluate(scopeOf({ root }))).toThrow(broken);
  });
});

describe("reads", () => {
  it("list free root names with their places and whether they are guarded", () => {
    const text = "{{ fetch_user.name }} {{ vars?.x ?? item }} {{ input.map(item => item.a + index) }} {{ { state } }}";
    const reads = compileTemplate(text).reads;
    expect(reads.map(({ root, optional }) => [root, optional])).toEqual([
      ["fetch_user", false],
      ["vars", true],
      ["item", true],
      ["input", false],
      ["index", true],
      ["state", true],
    ]);
    for (const { root, start, end } of reads) expect(text.slice(start, end)).toBe(root);
    expect(reads.at(-1)?.shorthand).toBe(true);
  });

  it("leave out parameters, constants and functions", () => {
    expect(
      compileExpression("[1].map((a, { b }, [c] = [], ...d) => a + b + c + d + Math.PI + Number('1'))").reads,
    ).toEqual([]);
  });
});

describe("uuid and random", () => {
  it("are the same on a replay and differ between calls, nodes and texts of one config", () => {
    const two = compileExpression("[uuid(), uuid(), random(), random()]");
    const first = two.evaluate(scopeOf()) as Json[];
    expect(two.evaluate(scopeOf())).toEqual(first);
    expect(new Set(first).size).toBe(4);
    expect(two.evaluate(scopeOf({ seed: "run/other" }))).not.toEqual(first);
    const calls = { next: 0 };
    const one = compileExpression("uuid()");
    expect(one.evaluate(scopeOf(), calls)).not.toBe(one.evaluate(scopeOf(), calls));
    expect(first[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("spread over their range", () => {
    const numbers = run("Array.from({ length: 1000 }, random)") as number[];
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  });
});
