import { Fault } from "../errors.ts";
import type { Evaluation } from "../evaluation.ts";
import { joinText, toInteger, toNumber, tooDeep, toText, VALUE_DEPTH } from "../values.ts";
import { callbackMethods } from "./array-callbacks.ts";
import { type FunctionEntry, type MethodSource, methods } from "./entry.ts";

type List = readonly unknown[];

function counted(evaluation: Evaluation, list: List, more = 0): List {
  evaluation.charge(list.length + more);
  return list;
}

/** Elements that are compared with a value in one step. */
const COMPARED_PER_STEP = 16;

/** Comparing is quick, unless long texts are compared. */
function compared(evaluation: Evaluation, list: List, value: unknown): List {
  const length = typeof value === "string" ? value.length : 0;
  evaluation.charge(1 + Math.floor((list.length / COMPARED_PER_STEP) * (1 + length / 64)));
  return list;
}

function end(evaluation: Evaluation, args: List, index: number): number | undefined {
  return args[index] === undefined ? undefined : toInteger(evaluation, args[index]);
}

function flatten(evaluation: Evaluation, list: List, depth: number, into: unknown[], level: number): unknown[] {
  if (level > VALUE_DEPTH) throw tooDeep();
  for (const item of list) {
    evaluation.charge(1);
    if (depth > 0 && Array.isArray(item)) flatten(evaluation, item, depth - 1, into, level + 1);
    else into.push(item);
  }
  return into;
}

const reads: MethodSource<List>[] = [
  {
    name: "at",
    signature: "at(index)",
    description: "The element at a position; negative positions count from the end",
    example: "[1, 2, 3].at(-1)",
    call: (evaluation, self, args) => self.at(toInteger(evaluation, args[0])),
  },
  {
    name: "includes",
    signature: "includes(value, from?)",
    description: "Whether the list contains a value",
    example: '["red", "blue"].includes("blue")',
    call: (evaluation, self, args) =>
      compared(evaluation, self, args[0]).includes(args[0], toInteger(evaluation, args[1])),
  },
  {
    name: "indexOf",
    signature: "indexOf(value, from?)",
    description: "The position of the first occurrence, or -1",
    example: "[5, 6, 5].indexOf(5)",
    call: (evaluation, self, args) =>
      compared(evaluation, self, args[0]).indexOf(args[0], toInteger(evaluation, args[1])),
  },
  {
    name: "lastIndexOf",
    signature: "lastIndexOf(value, from?)",
    description: "The position of the last occurrence, or -1",
    example: "[5, 6, 5].lastIndexOf(5)",
    call: (evaluation, self, args) =>
      compared(evaluation, self, args[0]).lastIndexOf(
        args[0],
        args.length > 1 ? toInteger(evaluation, args[1]) : self.length,
      ),
  },
  {
    name: "join",
    signature: "join(separator?)",
    description: "One text of all elements; null and undefined count as empty",
    example: '["a", "b"].join(" and ")',
    call: (evaluation, self, args) =>
      joinText(evaluation, self, args[0] === undefined ? "," : toText(evaluation, args[0])),
  },
  {
    name: "toString",
    signature: "toString()",
    description: "One text of all elements, with commas between them",
    example: "[1, 2].toString()",
    call: (evaluation, self) => joinText(evaluation, self, ","),
  },
];

const copies: MethodSource<List>[] = [
  {
    name: "slice",
    signature: "slice(start?, end?)",
    description: "A part of the list; negative positions count from the end",
    example: "[1, 2, 3, 4].slice(1, 3)",
    call(evaluation, self, args) {
      const part = self.slice(toInteger(evaluation, args[0]), end(evaluation, args, 1));
      return counted(evaluation, part);
    },
  },
  {
    name: "concat",
    signature: "concat(...lists)",
    description: "The lists one after the other; anything else is added as an element",
    example: "[1].concat([2, 3], 4)",
    call(evaluation, self, args) {
      for (const arg of args) evaluation.charge(Array.isArray(arg) ? arg.length : 1);
      return counted(evaluation, self).concat(...args);
    },
  },
  {
    name: "flat",
    signature: "flat(depth?)",
    description: "With the elements of inner lists in place of the lists",
    example: "[1, [2, [3]]].flat()",
    call: (evaluation, self, args) => flatten(evaluation, self, toInteger(evaluation, args[0], 1), [], 0),
  },
  {
    name: "reverse",
    signature: "reverse()",
    description: "A copy in the opposite order",
    example: "[1, 2, 3].reverse()",
    call: (evaluation, self) => counted(evaluation, self).toReversed(),
  },
  {
    name: "toReversed",
    signature: "toReversed()",
    description: "A copy in the opposite order",
    example: "[1, 2, 3].toReversed()",
    call: (evaluation, self) => counted(evaluation, self).toReversed(),
  },
  {
    name: "toSpliced",
    signature: "toSpliced(start, count?, ...values)",
    description: "A copy with elements taken out and others put in their place",
    example: "[1, 2, 3].toSpliced(1, 1, 9)",
    call(evaluation, self, args) {
      const list = [...counted(evaluation, self, args.length)];
      if (args.length === 0) return list;
      const count = args.length === 1 ? self.length : toInteger(evaluation, args[1]);
      list.splice(toInteger(evaluation, args[0]), count, ...args.slice(2));
      return list;
    },
  },
  {
    name: "with",
    signature: "with(index, value)",
    description: "A copy with one element replaced",
    example: "[1, 2, 3].with(0, 9)",
    call(evaluation, self, args) {
      const index = toInteger(evaluation, args[0]);
      if (index >= self.length || index < -self.length) {
        throw new Fault("type", `The list has ${self.length} elements, none at position ${index}.`);
      }
      return counted(evaluation, self).with(index, args[1]);
    },
  },
  {
    name: "fill",
    signature: "fill(value, start?, end?)",
    description: "A copy with the elements replaced by one value",
    example: "[1, 2, 3].fill(0, 1)",
    call(evaluation, self, args) {
      const copy = [...counted(evaluation, self)];
      return copy.fill(args[0], toInteger(evaluation, args[1]), end(evaluation, args, 2));
    },
  },
];

/** For `toNumber` of what comparators give, and the order of texts that `sort()` has without one. */
function sorted(evaluation: Evaluation, self: List, by: unknown): unknown[] {
  counted(evaluation, self);
  if (typeof by === "function") {
    return self.toSorted((a, b) => toNumber(evaluation, by(a, b)));
  }
  if (by !== undefined) throw new Fault("type", "sort needs a function, such as `(a, b) => a - b`, or nothing.");
  const texts = self.map((value) => ({ value, text: value === undefined ? undefined : toText(evaluation, value) }));
  texts.sort((a, b) => {
    evaluation.chargeText(Math.min(a.text?.length ?? 0, b.text?.length ?? 0));
    if (a.text === undefined || b.text === undefined) return a.text === b.text ? 0 : a.text === undefined ? 1 : -1;
    return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
  });
  return texts.map((entry) => entry.value);
}

const sorts: MethodSource<List>[] = [
  {
    name: "sort",
    signature: "sort((a, b) => number)",
    description: "A sorted copy; without a function, in the order of the texts",
    example: "[10, 9, 1].sort((a, b) => a - b)",
    callbacks: [0],
    call: (evaluation, self, args) => sorted(evaluation, self, args[0]),
  },
  {
    name: "toSorted",
    signature: "toSorted((a, b) => number)",
    description: "A sorted copy; without a function, in the order of the texts",
    example: '["b", "a"].toSorted()',
    callbacks: [0],
    call: (evaluation, self, args) => sorted(evaluation, self, args[0]),
  },
];

export const arrayMethods: readonly FunctionEntry[] = methods("array", [
  ...reads,
  ...copies,
  ...sorts,
  ...callbackMethods,
]);
