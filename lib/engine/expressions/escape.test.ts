import { beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { compileExpression, compileTemplate } from "./compile.ts";
import { isExpressionError } from "./errors.ts";
import { hostile } from "./testing/hostile.ts";

let data: { [name: string]: Json };

beforeEach(() => {
  data = { trigger: { body: { name: "Ada", list: [1, 2, 3] }, n: 1 } };
});

/** What in a value is not plain JSON: a function, a host object, a getter, a value that JSON does not have. */
function foreignPart(value: unknown): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : "a number JSON does not have";
  if (typeof value !== "object") return typeof value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return "a host object";
  if (Object.getOwnPropertySymbols(value).length > 0) return "a symbol";
  for (const [key, { value: member, get, set }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (get !== undefined || set !== undefined) return "an accessor";
    if (!(Array.isArray(value) && key === "length") && foreignPart(member) !== undefined) return foreignPart(member);
  }
  return undefined;
}

function outcome(evaluate: () => unknown): string {
  try {
    return foreignPart(evaluate()) ?? "plain JSON";
  } catch (error) {
    if (isExpressionError(error)) return "an expression error";
    return `threw ${String(error)}`;
  }
}

const scope = {
  root: (name: string) => (Object.hasOwn(data, name) ? data[name] : undefined),
  now: 0,
  seed: "s",
  clock: () => 0,
};
const harmless = ["plain JSON", "an expression error"];

/** Every own member of what all values inherit from, and of the global object: what an escape would leave traces in. */
function traces(): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const kinds = [Object, Array, String, Number, Boolean, Function, RegExp, Error, Symbol, Promise, Map, Set, Date];
  const hosts: [string, object][] = [
    ["globalThis", globalThis],
    ["Math", Math],
    ["JSON", JSON],
    ["Reflect", Reflect],
    ...kinds.flatMap((kind): [string, object][] => [
      [kind.name, kind],
      [`${kind.name}.prototype`, kind.prototype],
    ]),
  ];
  for (const [name, host] of hosts) {
    for (const key of Reflect.ownKeys(host)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(host, key) ?? {};
      found.set(`${name}.${String(key)}`, value ?? get ?? set);
    }
  }
  return found;
}

/** Names of what was added, taken away or replaced since. */
function changesSince(before: Map<string, unknown>): string[] {
  const after = traces();
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter(
    (name) => before.has(name) !== after.has(name) || !Object.is(before.get(name), after.get(name)),
  );
}

// Node loads what stands behind `fetch` on the first look at it, and leaves traces itself: so look before.
expect(globalThis.Response).toBeDefined();
const atStart = traces();

describe.each(Object.entries(hostile))("hostile expressions by %s", (_group, sources) => {
  it.each(sources)("%s", (source) => {
    expect(harmless).toContain(outcome(() => compileExpression(source).evaluate(scope)));
    expect(harmless).toContain(outcome(() => compileTemplate(`{{ ${source} }}`).evaluate(scope)));
    expect(harmless).toContain(outcome(() => compileTemplate(`text {{${source}}} text`).evaluate(scope)));
    expect(data).toEqual({ trigger: { body: { name: "Ada", list: [1, 2, 3] }, n: 1 } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

it("leaves the host as it was", () => {
  expect(changesSince(atStart)).toEqual([]);
});

describe("the corpus itself", () => {
  it("holds at least 150 different expressions", () => {
    expect(new Set(Object.values(hostile).flat()).size).toBeGreaterThanOrEqual(150);
  });

  it("does escape from an evaluator that runs JavaScript", () => {
    const naive = (source: string) => new Function("trigger", `return (${source})`)(data.trigger);
    // Two groups that do nothing but reach for functions and constructors: they leave this process as it was.
    const results = [hostile.constructors, hostile.functionsAsValues].flatMap((group) =>
      (group ?? []).map((source) => outcome(() => naive(source))),
    );
    const escapes = results.filter((result) => !harmless.includes(result) && !result.startsWith("threw"));
    expect(escapes.length).toBeGreaterThanOrEqual(40);
  });

  it("notices what an escape would leave behind", () => {
    const before = traces();
    new Function("({}).constructor.prototype.polluted = () => 1")();
    const left = changesSince(before);
    delete (Object.prototype as { polluted?: unknown }).polluted;
    expect(left).toEqual(["Object.prototype.polluted"]);
  });

  it("tells plain JSON from everything else", () => {
    expect(foreignPart({ a: [1, null, "x", { b: true }] })).toBeUndefined();
    const foreign = [
      () => 1,
      [Symbol.iterator],
      { a: new Date() },
      Object.create(null),
      {
        get a() {
          return 1;
        },
      },
      Number.NaN,
      /a/,
      undefined,
    ];
    for (const value of foreign) expect(foreignPart(value)).toBeDefined();
  });

  it("gives known results where it is easy to be wrong", () => {
    const run = (source: string) => compileExpression(source).evaluate(scope);
    expect(run("({}).constructor")).toBeNull();
    expect(run("({ constructor: 1 }).constructor")).toBe(1);
    expect(run("({ __proto__: { a: 1 } }).a")).toBeNull();
    expect(Object.keys(run("({ __proto__: { a: 1 } })") as object)).toEqual(["__proto__"]);
    expect(Object.keys(run("Object.fromEntries([['__proto__', 1]])") as object)).toEqual(["__proto__"]);
    expect(Object.keys(run("({ ...JSON.parse('{\"__proto__\":1}') })") as object)).toEqual(["__proto__"]);
    expect(Object.keys(run("Object.groupBy([1], x => '__proto__')") as object)).toEqual(["__proto__"]);
    expect(run("JSON.parse('{\"__proto__\":7}').__proto__")).toBe(7);
    expect(run("'constructor' in {}")).toBe(false);
    expect(run("[[3, 1, 2].sort(), trigger.body.list.toReversed()]")).toEqual([
      [1, 2, 3],
      [3, 2, 1],
    ]);
  });
});
