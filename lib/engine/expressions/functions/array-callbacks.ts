import { Fault } from "../errors.ts";
import { callback, type MethodSource } from "./entry.ts";

type List = readonly unknown[];

/** Callbacks pay for their own steps, so a loop over them needs no counting of its own. */
export const callbackMethods: MethodSource<List>[] = [
  {
    name: "map",
    signature: "map((value, index, list) => …)",
    description: "A list of what the function gives for each element",
    example: "[1, 2, 3].map(n => n * 10)",
    callbacks: [0],
    call: (_evaluation, self, args) => self.map(callback(args[0], "item => item.name")),
  },
  {
    name: "filter",
    signature: "filter((value, index, list) => …)",
    description: "The elements for which the function is true",
    example: "[1, 2, 3, 4].filter(n => n % 2 === 0)",
    callbacks: [0],
    call: (_evaluation, self, args) => self.filter(callback(args[0], "item => item.total > 100")),
  },
  {
    name: "find",
    signature: "find((value, index, list) => …)",
    description: "The first element for which the function is true",
    example: "[1, 2, 3].find(n => n > 1)",
    callbacks: [0],
    call: (_evaluation, self, args) => self.find(callback(args[0], "item => item.id === 7")),
  },
  {
    name: "findIndex",
    signature: "findIndex((value, index, list) => …)",
    description: "The position of the first element for which the function is true, or -1",
    example: "[1, 2, 3].findIndex(n => n > 1)",
    callbacks: [0],
    call: (_evaluation, self, args) => self.findIndex(callback(args[0], "item => item.id === 7")),
  },
  {
    name: "findLast",
    signature: "findLast((value, index, list) => …)",
    description: "The last element for which the function is true",
    example: "[1, 2, 3].findLast(n => n < 3)",
    callbacks: [0],
    call: (_evaluation, self, args) => self.findLast(callback(args[0], "item => item.id === 7")),
  },
  {
    name: "findLastIndex",
    signature: "findLastIndex((value, index, list) => …)",
    description: "The position of the last element for which the function is true, or -1",
    example: "[1, 2, 3].findLastIndex(n => n < 3)",
    callbacks: [0],
    call: (_evaluation, self, args) => self.findLastIndex(callback(args[0], "item => item.id === 7")),
  },
  {
    name: "some",
    signature: "some((value, index, list) => …)",
    description: "Whether the function is true for at least one element",
    example: "[1, 2, 3].some(n => n > 2)",
    callbacks: [0],
    call: (_evaluation, self, args) => self.some(callback(args[0], "item => item.paid")),
  },
  {
    name: "every",
    signature: "every((value, index, list) => …)",
    description: "Whether the function is true for all elements",
    example: "[1, 2, 3].every(n => n > 0)",
    callbacks: [0],
    call: (_evaluation, self, args) => self.every(callback(args[0], "item => item.paid")),
  },
  {
    name: "flatMap",
    signature: "flatMap((value, index, list) => …)",
    description: "As map, with the elements of lists in place of the lists",
    example: "[1, 2].flatMap(n => [n, n])",
    callbacks: [0],
    call(evaluation, self, args) {
      const by = callback(args[0], "order => order.items");
      const flat: unknown[] = [];
      for (let index = 0; index < self.length; index++) {
        const made = by(self[index], index, self);
        if (!Array.isArray(made)) flat.push(made);
        else {
          evaluation.charge(made.length);
          for (const item of made) flat.push(item);
        }
      }
      return flat;
    },
  },
  {
    name: "reduce",
    signature: "reduce((total, value, index, list) => …, start?)",
    description: "One value made from all elements, from the first to the last",
    example: "[1, 2, 3].reduce((sum, n) => sum + n, 0)",
    callbacks: [0],
    call(_evaluation, self, args) {
      const by = callback(args[0], "(sum, item) => sum + item.total");
      if (args.length > 1) return self.reduce(by, args[1]);
      if (self.length === 0) throw new Fault("type", "reduce of an empty list needs a start value.");
      return self.reduce(by);
    },
  },
  {
    name: "reduceRight",
    signature: "reduceRight((total, value, index, list) => …, start?)",
    description: "One value made from all elements, from the last to the first",
    example: '["a", "b"].reduceRight((text, part) => text + part, "")',
    callbacks: [0],
    call(_evaluation, self, args) {
      const by = callback(args[0], "(sum, item) => sum + item.total");
      if (args.length > 1) return self.reduceRight(by, args[1]);
      if (self.length === 0) throw new Fault("type", "reduceRight of an empty list needs a start value.");
      return self.reduceRight(by);
    },
  },
];
