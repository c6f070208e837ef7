import type { Evaluation } from "../evaluation.ts";
import { Pattern, type PatternInfo } from "../patterns/pattern.ts";
import { after, PatternSearch } from "../patterns/search.ts";
import { toText } from "../values.ts";
import { type FunctionEntry, type MethodSource, methods } from "./entry.ts";
import { groupTexts, matchValue, needGlobal, needPattern } from "./matches.ts";

type Args = readonly unknown[];

function firstMatch(evaluation: Evaluation, info: PatternInfo, text: string): unknown[] | null {
  const found = new PatternSearch(evaluation, info, text, true).from(0);
  return found === undefined ? null : matchValue(evaluation, info, text, found);
}

function match(evaluation: Evaluation, self: string, args: Args): unknown[] | null {
  const info = needPattern(args[0], "/[0-9]+/");
  if (!info.isGlobal) return firstMatch(evaluation, info, self);
  const all = new PatternSearch(evaluation, info, self, false).all();
  return all.length === 0 ? null : all.map(({ start, end }) => self.slice(start, end));
}

/** Those of the string methods that take nothing but a regular expression. */
export const matchMethods: MethodSource<string>[] = [
  {
    name: "match",
    signature: "match(/…/)",
    description: "The first match and its groups, with the flag g the texts of all matches; null when there is none",
    example: '"order 66, order 67".match(/order (?<id>[0-9]+)/).groups.id',
    call: match,
  },
  {
    name: "matchAll",
    signature: "matchAll(/…/g)",
    description: "A list of all matches, each with its groups",
    example: '[..."a=1, b=2".matchAll(/([a-z])=([0-9])/g)].map(([, key, value]) => key + value)',
    call(evaluation, self, args) {
      const info = needGlobal(needPattern(args[0], "/[0-9]+/g"));
      const all = new PatternSearch(evaluation, info, self, true).all();
      return all.map((found) => matchValue(evaluation, info, self, found));
    },
  },
  {
    name: "search",
    signature: "search(/…/)",
    description: "The position of the first match, or -1",
    example: '"abc 123".search(/[0-9]/)',
    call(evaluation, self, args) {
      const info = needPattern(args[0], "/[0-9]+/");
      return new PatternSearch(evaluation, info, self, false).from(0)?.start ?? -1;
    },
  },
];

/** `text.split(/…/, limit)`: what groups matched stands between the pieces. */
export function splitByPattern(evaluation: Evaluation, self: string, info: PatternInfo, limit: number): unknown[] {
  const pieces: unknown[] = [];
  if (limit === 0) return pieces;
  const search = new PatternSearch(evaluation, info, self, true);
  if (self === "") return search.from(0) === undefined ? [self] : [];
  let from = 0;
  for (let found = search.from(0); found !== undefined && found.start < self.length; ) {
    // A separator of nothing at the end of the last one does not part anything.
    if (found.end === from) {
      found = search.from(after(self, found.start));
      continue;
    }
    pieces.push(self.slice(from, found.start));
    if (pieces.length === limit) return pieces;
    for (const text of groupTexts(evaluation, self, found)) {
      pieces.push(text);
      if (pieces.length === limit) return pieces;
    }
    from = found.end;
    found = search.from(from);
  }
  pieces.push(self.slice(from));
  return pieces;
}

/** A method is called on a pattern only where the value is one. */
function own(self: object): PatternInfo {
  return Pattern.infoOf(self) as PatternInfo;
}

export const patternMethods: readonly FunctionEntry[] = methods<object>("pattern", [
  {
    name: "test",
    signature: "test(text)",
    description: "Whether the regular expression matches somewhere in a text",
    example: '/^[a-z]+@[a-z.]+$/i.test("ada@example.com")',
    call(evaluation, self, args) {
      const search = new PatternSearch(evaluation, own(self), toText(evaluation, args[0]), false);
      return search.from(0) !== undefined;
    },
  },
  {
    name: "exec",
    signature: "exec(text)",
    description: "The first match and its groups, or null",
    example: '/([0-9]+) (?<unit>[a-z]+)/.exec("about 12 kg")[1]',
    call: (evaluation, self, args) => firstMatch(evaluation, own(self), toText(evaluation, args[0])),
  },
  {
    name: "toString",
    signature: "toString()",
    description: "The regular expression as it is written",
    example: "/a+/gi.toString()",
    call: (evaluation, self) => toText(evaluation, self),
  },
]);
