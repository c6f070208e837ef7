import { Fault } from "../errors.ts";
import { type Evaluation, MAX_TEXT } from "../evaluation.ts";
import { toInteger, toNumber, toText } from "../values.ts";
import { type FunctionEntry, type MethodSource, methods } from "./entry.ts";
import { patternOf } from "./matches.ts";
import { matchMethods, splitByPattern } from "./patterns.ts";
import { indexOf, lastIndexOf, split } from "./search.ts";
import { replaceMethods } from "./string-replace.ts";

type Args = readonly unknown[];

function end(evaluation: Evaluation, args: Args, index: number): number | undefined {
  return args[index] === undefined ? undefined : toInteger(evaluation, args[index]);
}

function pad(evaluation: Evaluation, self: string, args: Args): [length: number, filler: string] {
  const length = toInteger(evaluation, args[0]);
  const filler = args[1] === undefined ? " " : toText(evaluation, args[1]);
  evaluation.reserveText(filler === "" ? self.length : Math.max(self.length, length));
  return [length, filler];
}

/** Sorting a run of combining marks, which normalizing and comparing do, takes the square of its length. */
function chargeMarks(evaluation: Evaluation, text: string): void {
  evaluation.chargeText(text.length * 8);
  for (const [marks] of text.matchAll(/\p{M}{64,}/gu)) evaluation.chargeText(marks.length ** 2);
}

const parts: MethodSource<string>[] = [
  {
    name: "at",
    signature: "at(index)",
    description: "The character at a position; negative positions count from the end",
    example: '"Heddle".at(-1)',
    call: (evaluation, self, args) => self.at(toInteger(evaluation, args[0])),
  },
  {
    name: "charAt",
    signature: "charAt(index)",
    description: "The character at a position, or an empty text",
    example: '"Heddle".charAt(0)',
    call: (evaluation, self, args) => self.charAt(toInteger(evaluation, args[0])),
  },
  {
    name: "charCodeAt",
    signature: "charCodeAt(index)",
    description: "The UTF-16 code at a position",
    example: '"A".charCodeAt(0)',
    call: (evaluation, self, args) => self.charCodeAt(toInteger(evaluation, args[0])),
  },
  {
    name: "codePointAt",
    signature: "codePointAt(index)",
    description: "The Unicode code point at a position",
    example: '"A".codePointAt(0)',
    call: (evaluation, self, args) => self.codePointAt(toInteger(evaluation, args[0])),
  },
  {
    name: "slice",
    signature: "slice(start, end?)",
    description: "A part of the text; negative positions count from the end",
    example: '"invoice-42".slice(-2)',
    call: (evaluation, self, args) => self.slice(toInteger(evaluation, args[0]), end(evaluation, args, 1)),
  },
  {
    name: "substring",
    signature: "substring(start, end?)",
    description: "The part between two positions, in whichever order they are given",
    example: '"Heddle".substring(0, 3)',
    call: (evaluation, self, args) => self.substring(toInteger(evaluation, args[0]), end(evaluation, args, 1)),
  },
  {
    name: "split",
    signature: "split(separator or /…/, limit?)",
    description: "A list of the pieces between separators; what groups of a regular expression match is among them",
    example: '"a,b,c".split(",")',
    call(evaluation, self, args) {
      if (args[0] === undefined) return args[1] === undefined || toNumber(evaluation, args[1]) >>> 0 > 0 ? [self] : [];
      const limit = args[1] === undefined ? 0xffffffff : toNumber(evaluation, args[1]) >>> 0;
      const pattern = patternOf(args[0]);
      if (pattern !== undefined) return splitByPattern(evaluation, self, pattern, limit);
      evaluation.chargeText(self.length);
      // One more than the steps allow is enough to be refused, and all that is ever made.
      const separator = toText(evaluation, args[0]);
      const list = split(self, separator, Math.min(limit, evaluation.stepsLeft + 1));
      evaluation.charge(list.length);
      return list;
    },
  },
];

const searches: MethodSource<string>[] = [
  {
    name: "includes",
    signature: "includes(part, from?)",
    description: "Whether the text contains a part",
    example: '"blue shirt".includes("shirt")',
    call: (evaluation, self, args) =>
      indexOf(self, needle(evaluation, self, args), toInteger(evaluation, args[1])) >= 0,
  },
  {
    name: "startsWith",
    signature: "startsWith(part, from?)",
    description: "Whether the text begins with a part",
    example: '"invoice-42".startsWith("invoice")',
    call: (evaluation, self, args) => self.startsWith(needle(evaluation, self, args), toInteger(evaluation, args[1])),
  },
  {
    name: "endsWith",
    signature: "endsWith(part, end?)",
    description: "Whether the text ends with a part",
    example: '"report.pdf".endsWith(".pdf")',
    call: (evaluation, self, args) => self.endsWith(needle(evaluation, self, args), end(evaluation, args, 1)),
  },
  {
    name: "indexOf",
    signature: "indexOf(part, from?)",
    description: "The position of the first occurrence, or -1",
    example: '"a-b-c".indexOf("-")',
    call: (evaluation, self, args) => indexOf(self, needle(evaluation, self, args), toInteger(evaluation, args[1])),
  },
  {
    name: "lastIndexOf",
    signature: "lastIndexOf(part, from?)",
    description: "The position of the last occurrence, or -1",
    example: '"a-b-c".lastIndexOf("-")',
    call(evaluation, self, args) {
      const from = args[1] === undefined ? Number.NaN : toNumber(evaluation, args[1]);
      return lastIndexOf(self, needle(evaluation, self, args), from);
    },
  },
  {
    name: "localeCompare",
    signature: "localeCompare(other)",
    description: "Negative, 0 or positive: which of two texts comes first in a dictionary",
    example: '["b", "a", "C"].sort((x, y) => x.localeCompare(y))',
    call(evaluation, self, args) {
      chargeMarks(evaluation, self);
      chargeMarks(evaluation, toText(evaluation, args[0]));
      // A fixed language: the result must not depend on the machine.
      return self.localeCompare(needle(evaluation, self, args), "en");
    },
  },
];

function needle(evaluation: Evaluation, self: string, args: Args): string {
  if (patternOf(args[0]) !== undefined) {
    throw new Fault("type", "This looks for a text, not for a regular expression: use match, search or test.");
  }
  evaluation.chargeText(self.length);
  return toText(evaluation, args[0]);
}

const changes: MethodSource<string>[] = [
  {
    name: "concat",
    signature: "concat(...texts)",
    description: "The texts one after the other",
    example: '"a".concat("b", "c")',
    call(evaluation, self, args) {
      const texts = args.map((arg) => toText(evaluation, arg));
      evaluation.reserveText(texts.reduce((length, text) => length + text.length, self.length));
      return self.concat(...texts);
    },
  },
  {
    name: "padStart",
    signature: "padStart(length, filler?)",
    description: "The text, filled up at its start to a length",
    example: '"7".padStart(3, "0")',
    call: (evaluation, self, args) => self.padStart(...pad(evaluation, self, args)),
  },
  {
    name: "padEnd",
    signature: "padEnd(length, filler?)",
    description: "The text, filled up at its end to a length",
    example: '"7".padEnd(3, ".")',
    call: (evaluation, self, args) => self.padEnd(...pad(evaluation, self, args)),
  },
  {
    name: "repeat",
    signature: "repeat(count)",
    description: "The text several times",
    example: '"ab".repeat(3)',
    call(evaluation, self, args) {
      const count = toInteger(evaluation, args[0]);
      if (count < 0) throw new Fault("type", "A text cannot be repeated fewer than 0 times.");
      evaluation.reserveText(self.length === 0 ? 0 : self.length * count);
      return self.length === 0 ? "" : self.repeat(count);
    },
  },
  {
    name: "trim",
    signature: "trim()",
    description: "Without blanks at both ends",
    example: '"  hi ".trim()',
    call: (evaluation, self) => changed(evaluation, self).trim(),
  },
  {
    name: "trimStart",
    signature: "trimStart()",
    description: "Without blanks at the start",
    example: '"  hi".trimStart()',
    call: (evaluation, self) => changed(evaluation, self).trimStart(),
  },
  {
    name: "trimEnd",
    signature: "trimEnd()",
    description: "Without blanks at the end",
    example: '"hi  ".trimEnd()',
    call: (evaluation, self) => changed(evaluation, self).trimEnd(),
  },
  {
    name: "toLowerCase",
    signature: "toLowerCase()",
    description: "In small letters",
    example: '"ADA".toLowerCase()',
    call: (evaluation, self) => sized(evaluation, changed(evaluation, self).toLowerCase()),
  },
  {
    name: "toUpperCase",
    signature: "toUpperCase()",
    description: "In capital letters",
    example: '"ada".toUpperCase()',
    call: (evaluation, self) => sized(evaluation, changed(evaluation, self).toUpperCase()),
  },
  {
    name: "normalize",
    signature: 'normalize(form?: "NFC" | "NFD" | "NFKC" | "NFKD")',
    description: "In one Unicode form, so that texts which look the same are the same",
    example: '"café".normalize("NFD").length',
    call(evaluation, self, args) {
      // One character may become eighteen; a quarter of the limit keeps what is made on the way small.
      if (self.length > MAX_TEXT / 4) evaluation.reserveText(self.length * 18);
      chargeMarks(evaluation, self);
      return sized(evaluation, self.normalize(args[0] === undefined ? "NFC" : toText(evaluation, args[0])));
    },
  },
  {
    name: "isWellFormed",
    signature: "isWellFormed()",
    description: "Whether the text holds no half of a character",
    example: '"ok".isWellFormed()',
    call: (evaluation, self) => changed(evaluation, self).isWellFormed(),
  },
  {
    name: "toWellFormed",
    signature: "toWellFormed()",
    description: "With halves of characters replaced by �",
    example: '"ok".toWellFormed()',
    call: (evaluation, self) => changed(evaluation, self).toWellFormed(),
  },
  {
    name: "toString",
    signature: "toString()",
    description: "The text itself",
    example: '"hi".toString()',
    call: (_evaluation, self) => self,
  },
];

function changed(evaluation: Evaluation, self: string): string {
  evaluation.chargeText(self.length);
  return self;
}

function sized(evaluation: Evaluation, text: string): string {
  evaluation.refuseText(text.length);
  return text;
}

export const stringMethods: readonly FunctionEntry[] = methods("string", [
  ...parts,
  ...searches,
  ...changes,
  ...replaceMethods,
  ...matchMethods,
]);
