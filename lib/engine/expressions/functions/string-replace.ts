import type { Callback, Evaluation } from "../evaluation.ts";
import type { PatternInfo } from "../patterns/pattern.ts";
import { PatternSearch } from "../patterns/search.ts";
import { type Plain, toText } from "../values.ts";
import type { MethodSource } from "./entry.ts";
import { groupTexts, namedGroups, needGlobal, patternOf } from "./matches.ts";
import { occurrences } from "./search.ts";

/** What is replaced: a part of the text, and what groups of a regular expression matched in it. */
interface Place {
  start: number;
  end: number;
  groups: readonly (string | undefined)[];
  named: Plain | undefined;
}

/** Places of a text as `replaceAll` finds it; the empty text stands between all characters. */
function placesOf(evaluation: Evaluation, self: string, part: string, all: boolean): Place[] {
  evaluation.chargeText(self.length);
  const place = (start: number): Place => ({ start, end: start + part.length, groups: [], named: undefined });
  if (part === "") {
    evaluation.charge(all ? self.length + 1 : 1);
    return Array.from({ length: all ? self.length + 1 : 1 }, (_, index) => place(index));
  }
  // One more than the steps allow is enough to be refused, and all that is ever looked for.
  const positions = occurrences(self, part, all ? evaluation.stepsLeft + 1 : 1);
  evaluation.charge(positions.length);
  return positions.map(place);
}

function placesOfPattern(evaluation: Evaluation, self: string, info: PatternInfo): Place[] {
  const search = new PatternSearch(evaluation, info, self, true);
  return search.all(info.isGlobal ? undefined : 1).map((found) => {
    const groups = groupTexts(evaluation, self, found);
    return { start: found.start, end: found.end, groups, named: namedGroups(info, groups) };
  });
}

/** What `$$`, `$&`, `` $` ``, `$'`, `$1` and `$<name>` stand for in a replacement. */
function expand(self: string, place: Place, replacement: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = replacement.indexOf("$"); at >= 0; at = replacement.indexOf("$", from)) {
    const { text, length } = signAt(self, place, replacement, at);
    pieces.push(replacement.slice(from, at), text);
    from = at + length;
  }
  return from === 0 ? replacement : pieces.join("") + replacement.slice(from);
}

/** What stands for the sign at a position, and how long the sign is; a `$` alone is one of length 1. */
function signAt(self: string, place: Place, replacement: string, at: number): { text: string; length: number } {
  const { start, end, groups, named } = place;
  const sign = replacement.charAt(at + 1);
  switch (sign) {
    case "$":
      return { text: "$", length: 2 };
    case "&":
      return { text: self.slice(start, end), length: 2 };
    case "`":
      return { text: self.slice(0, start), length: 2 };
    case "'":
      return { text: self.slice(end), length: 2 };
    case "<": {
      const name = named && /^[^>]{0,64}(?=>)/.exec(replacement.slice(at + 2, at + 67))?.[0];
      if (name === undefined) return { text: "$", length: 1 };
      const value = Object.hasOwn(named ?? {}, name) ? named?.[name] : undefined;
      return { text: value === undefined ? "" : String(value), length: name.length + 3 };
    }
  }
  const digits = /^\d\d?/.exec(replacement.slice(at + 1, at + 3))?.[0] ?? "";
  // `$12` is group 12, or group 1 and a 2 where there are fewer than 12.
  for (const number of [digits, digits.slice(0, 1)]) {
    const index = Number(number);
    if (number !== "" && index >= 1 && index <= groups.length) {
      return { text: groups[index - 1] ?? "", length: number.length + 1 };
    }
  }
  return { text: "$", length: 1 };
}

/** Refuses a text that one replacement could become, before it is made, and counts what is to be put in. */
function reserveExpanded(evaluation: Evaluation, self: string, { start, end }: Place, replacement: string): void {
  let length = replacement.length;
  let signs = 0;
  for (let at = replacement.indexOf("$"); at >= 0; at = replacement.indexOf("$", at + 1)) {
    const sign = replacement[at + 1];
    length += sign === "`" || sign === "'" ? self.length : end - start;
    signs++;
  }
  evaluation.refuseText(length);
  evaluation.charge(signs);
}

function replace(evaluation: Evaluation, self: string, args: readonly unknown[], all: boolean): string {
  const info = patternOf(args[0]);
  if (info !== undefined && all) needGlobal(info);
  const part = info === undefined ? toText(evaluation, args[0]) : "";
  const by = args[1];
  const text = typeof by === "function" ? "" : toText(evaluation, by);
  const places = info === undefined ? placesOf(evaluation, self, part, all) : placesOfPattern(evaluation, self, info);
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  for (const place of places) {
    if (typeof by !== "function") reserveExpanded(evaluation, self, place, text);
    const made =
      typeof by === "function"
        ? // The compiler of calls puts only functions it made itself among arguments.
          toText(evaluation, called(by as Callback, self, place))
        : expand(self, place, text);
    length += made.length + place.start - from;
    evaluation.refuseText(length);
    evaluation.chargeText(Math.max(made.length, text.length));
    parts.push(self.slice(from, place.start), made);
    from = place.end;
  }
  evaluation.reserveText(length + self.length - from);
  parts.push(self.slice(from));
  return parts.join("");
}

function called(by: Callback, self: string, { start, end, groups, named }: Place): unknown {
  const args: unknown[] = [self.slice(start, end), ...groups, start, self];
  if (named !== undefined) args.push(named);
  return by(...args);
}

export const replaceMethods: MethodSource<string>[] = [
  {
    name: "replace",
    signature: "replace(part or /…/, replacement)",
    description:
      "With the first occurrence (with the flag g: every match) replaced by a text, where $1 is a group, or by what a function gives",
    example: '"2026-03-01".replace(/(\\d+)-(\\d+)-(\\d+)/, "$3.$2.$1")',
    callbacks: [1],
    call: (evaluation, self, args) => replace(evaluation, self, args, false),
  },
  {
    name: "replaceAll",
    signature: "replaceAll(part or /…/g, replacement)",
    description: "With every occurrence replaced by a text or by what a function gives",
    example: '"a-b-c".replaceAll("-", "+")',
    callbacks: [1],
    call: (evaluation, self, args) => replace(evaluation, self, args, true),
  },
];
