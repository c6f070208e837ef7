import type { Callback, Evaluation } from "../evaluation.ts";
import { toText } from "../values.ts";
import type { MethodSource } from "./entry.ts";
import { occurrences } from "./search.ts";

/** Positions at which `replaceAll` finds the pattern; the empty pattern stands between all characters. */
function positionsOf(evaluation: Evaluation, self: string, pattern: string, all: boolean): number[] {
  evaluation.chargeText(self.length);
  if (pattern === "") {
    evaluation.charge(all ? self.length + 1 : 1);
    return Array.from({ length: all ? self.length + 1 : 1 }, (_, index) => index);
  }
  // One more than the steps allow is enough to be refused, and all that is ever looked for.
  const positions = occurrences(self, pattern, all ? evaluation.stepsLeft + 1 : 1);
  evaluation.charge(positions.length);
  return positions;
}

/** What `$$`, `$&`, `` $` `` and `$'` stand for in a replacement. */
function expand(self: string, pattern: string, replacement: string, at: number): string {
  if (!replacement.includes("$")) return replacement;
  return replacement.replace(/\$[$&`']/g, (sign) => {
    if (sign === "$$") return "$";
    if (sign === "$&") return pattern;
    return sign === "$`" ? self.slice(0, at) : self.slice(at + pattern.length);
  });
}

/** Longest text one replacement can become, without making it. */
function expandedLength(self: string, replacement: string): number {
  let length = replacement.length;
  for (let at = replacement.indexOf("$"); at >= 0; at = replacement.indexOf("$", at + 1)) {
    const sign = replacement[at + 1];
    if (sign === "&" || sign === "`" || sign === "'") length += self.length;
  }
  return length;
}

function replace(evaluation: Evaluation, self: string, args: readonly unknown[], all: boolean): string {
  const pattern = toText(evaluation, args[0]);
  const by = args[1];
  const text = typeof by === "function" ? "" : toText(evaluation, by);
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  for (const at of positionsOf(evaluation, self, pattern, all)) {
    if (typeof by !== "function") evaluation.refuseText(expandedLength(self, text));
    const made =
      typeof by === "function"
        ? // The compiler of calls puts only functions it made itself among arguments.
          toText(evaluation, (by as Callback)(pattern, at, self))
        : expand(self, pattern, text, at);
    length += made.length + at - from;
    evaluation.refuseText(length);
    evaluation.chargeText(made.length);
    parts.push(self.slice(from, at), made);
    from = at + pattern.length;
  }
  evaluation.reserveText(length + self.length - from);
  parts.push(self.slice(from));
  return parts.join("");
}

export const replaceMethods: MethodSource<string>[] = [
  {
    name: "replace",
    signature: "replace(part, replacement)",
    description: "With the first occurrence of a part replaced by a text or by what a function gives",
    example: '"a-b-c".replace("-", "+")',
    callbacks: [1],
    call: (evaluation, self, args) => replace(evaluation, self, args, false),
  },
  {
    name: "replaceAll",
    signature: "replaceAll(part, replacement)",
    description: "With every occurrence of a part replaced by a text or by what a function gives",
    example: '"a-b-c".replaceAll("-", "+")',
    callbacks: [1],
    call: (evaluation, self, args) => replace(evaluation, self, args, true),
  },
];
