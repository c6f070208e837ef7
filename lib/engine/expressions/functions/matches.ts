import { Fault } from "../errors.ts";
import type { Evaluation } from "../evaluation.ts";
import { Pattern, type PatternInfo } from "../patterns/pattern.ts";
import type { Found } from "../patterns/search.ts";
import { isObject, kindOf, type Plain, setOwn } from "../values.ts";

/** The pattern that an argument is, if it is one. */
export function patternOf(value: unknown): PatternInfo | undefined {
  return isObject(value) ? Pattern.infoOf(value) : undefined;
}

export function needPattern(value: unknown, example: string): PatternInfo {
  const info = patternOf(value);
  if (info === undefined) {
    throw new Fault("type", `This needs a regular expression, such as ${example}, but was given ${kindOf(value)}.`);
  }
  return info;
}

/** As JavaScript asks for it: without the flag, "all" would be one. */
export function needGlobal(info: PatternInfo): PatternInfo {
  if (!info.isGlobal) throw new Fault("type", "For all of them the regular expression needs the flag g, as in /a/g.");
  return info;
}

/** What each group matched, group 1 first; undefined where it took no part. */
export function groupTexts(evaluation: Evaluation, text: string, { groups }: Found): (string | undefined)[] {
  evaluation.charge(groups.length >> 2);
  return groups.map(([start, end]) => (start < 0 ? undefined : text.slice(start, end)));
}

/** The groups that have names, or undefined when none has. */
export function namedGroups(info: PatternInfo, groups: readonly (string | undefined)[]): Plain | undefined {
  if (info.names.size === 0) return undefined;
  const named: Plain = {};
  for (const [name, number] of info.names) setOwn(named, name, groups[number - 1]);
  return named;
}

/** A match as JavaScript gives it: a list of the whole and its groups, which has `index`, `input` and `groups` besides. */
export function matchValue(evaluation: Evaluation, info: PatternInfo, text: string, found: Found): unknown[] {
  const groups = groupTexts(evaluation, text, found);
  const list = [text.slice(found.start, found.end), ...groups];
  return Object.assign(list, { index: found.start, input: text, groups: namedGroups(info, groups) });
}
