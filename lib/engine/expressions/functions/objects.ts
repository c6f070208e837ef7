import { Fault } from "../errors.ts";
import type { Evaluation } from "../evaluation.ts";
import { elementsOf, isObject, type Plain, setOwn, toInteger, toText } from "../values.ts";
import { callback, type FunctionEntry, functions, methods } from "./entry.ts";

/** Own keys of a value as `Object.keys` gives them: a text has its positions, a number none. */
function keysOf(evaluation: Evaluation, value: unknown, name: string): string[] {
  if (value === null || value === undefined) throw new Fault("null_member", `Object.${name} was given ${value}.`);
  if (typeof value === "string" || Array.isArray(value)) evaluation.charge(value.length);
  const keys = Object.keys(value);
  evaluation.charge(keys.length);
  return keys;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "string" ? value[Number(key)] : (value as Plain)[key];
}

function fromEntries(evaluation: Evaluation, entries: unknown): Plain {
  const object: Plain = {};
  for (const entry of elementsOf(evaluation, entries, "Object.fromEntries")) {
    if (!isObject(entry)) throw new Fault("type", "Object.fromEntries needs a list of [key, value] pairs.");
    setOwn(object, toText(evaluation, (entry as Plain)[0]), (entry as Plain)[1]);
  }
  return object;
}

function groupBy(evaluation: Evaluation, args: readonly unknown[]): Plain {
  const by = callback(args[1], "order => order.customer");
  const groups = new Map<string, unknown[]>();
  elementsOf(evaluation, args[0], "Object.groupBy").forEach((item, index) => {
    const key = toText(evaluation, by(item, index));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  });
  const object: Plain = {};
  for (const [key, group] of groups) setOwn(object, key, group);
  return object;
}

export const objectMethods: readonly FunctionEntry[] = methods<Plain>("object", [
  {
    name: "hasOwnProperty",
    signature: "hasOwnProperty(key)",
    description: "Whether the object has a key",
    example: "({ a: 1 }).hasOwnProperty('a')",
    call: (evaluation, self, args) => Object.hasOwn(self, toText(evaluation, args[0])),
  },
]);

export const objectFunctions: readonly FunctionEntry[] = functions("Object", [
  {
    name: "keys",
    signature: "Object.keys(object)",
    description: "A list of the keys",
    example: "Object.keys({ a: 1, b: 2 })",
    call: (evaluation, args) => keysOf(evaluation, args[0], "keys"),
  },
  {
    name: "values",
    signature: "Object.values(object)",
    description: "A list of the values",
    example: "Object.values({ a: 1, b: 2 })",
    call: (evaluation, args) => keysOf(evaluation, args[0], "values").map((key) => memberOf(args[0], key)),
  },
  {
    name: "entries",
    signature: "Object.entries(object)",
    description: "A list of [key, value] pairs",
    example: "Object.entries({ a: 1, b: 2 })",
    call: (evaluation, args) => keysOf(evaluation, args[0], "entries").map((key) => [key, memberOf(args[0], key)]),
  },
  {
    name: "fromEntries",
    signature: "Object.fromEntries(pairs)",
    description: "An object made of [key, value] pairs",
    example: 'Object.fromEntries([["a", 1], ["b", 2]])',
    call: (evaluation, args) => fromEntries(evaluation, args[0]),
  },
  {
    name: "groupBy",
    signature: "Object.groupBy(list, (value, index) => key)",
    description: "The elements of a list, gathered under the keys that the function gives",
    example: "Object.groupBy([1, 2, 3], n => n % 2 ? 'odd' : 'even')",
    callbacks: [1],
    call: groupBy,
  },
  {
    name: "hasOwn",
    signature: "Object.hasOwn(object, key)",
    description: "Whether an object has a key",
    example: 'Object.hasOwn({ a: 1 }, "a")',
    call(evaluation, args) {
      if (args[0] === null || args[0] === undefined)
        throw new Fault("null_member", `Object.hasOwn was given ${args[0]}.`);
      return Object.hasOwn(args[0], toText(evaluation, args[1]));
    },
  },
  {
    name: "is",
    signature: "Object.is(a, b)",
    description: "Whether two values are the same; NaN is the same as NaN",
    example: "Object.is(0 / 0, 0 / 0)",
    call: (_evaluation, args) => Object.is(args[0], args[1]),
  },
]);

export const arrayFunctions: readonly FunctionEntry[] = functions("Array", [
  {
    name: "isArray",
    signature: "Array.isArray(value)",
    description: "Whether a value is a list",
    example: "Array.isArray([1])",
    call: (_evaluation, args) => Array.isArray(args[0]),
  },
  {
    name: "of",
    signature: "Array.of(...values)",
    description: "A list of the values",
    example: "Array.of(1, 2)",
    call: (_evaluation, args) => [...args],
  },
  {
    name: "from",
    signature: "Array.from(value, (value, index) => …)",
    description: "A list made of a list, of the characters of a text, or of `{ length: 3 }`",
    example: "Array.from({ length: 3 }, (_, index) => index * 2)",
    callbacks: [1],
    call(evaluation, args) {
      const list = listFrom(evaluation, args[0]);
      if (args[1] === undefined) return list;
      const by = callback(args[1], "(value, index) => index");
      return list.map((value, index) => by(value, index));
    },
  },
]);

function listFrom(evaluation: Evaluation, value: unknown): unknown[] {
  if (!isObject(value) || Array.isArray(value)) {
    return typeof value === "number" || typeof value === "boolean"
      ? []
      : [...elementsOf(evaluation, value, "Array.from")];
  }
  const object = value as Plain;
  const length = Object.hasOwn(object, "length") ? Math.max(0, toInteger(evaluation, object.length)) : 0;
  evaluation.charge(length);
  return Array.from({ length }, (_, index) => (Object.hasOwn(object, index) ? object[index] : undefined));
}
