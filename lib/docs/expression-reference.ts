import { compileExpression } from "../engine/expressions/compile.ts";
import type { FunctionEntry, Receiver } from "../engine/expressions/functions/entry.ts";
import { functionTable } from "../engine/expressions/functions/table.ts";
import type { Json } from "../engine/json.ts";

const groups: readonly (readonly [title: string, receivers: readonly Receiver[]])[] = [
  ["On texts", ["string"]],
  ["On lists", ["array"]],
  ["On numbers, true and false", ["number", "boolean"]],
  ["On objects", ["object"]],
  ["On regular expressions", ["pattern"]],
  ["General", ["global"]],
  ["Array", ["Array"]],
  ["Date", ["Date"]],
  ["JSON", ["JSON"]],
  ["Math", ["Math"]],
  ["Number", ["Number"]],
  ["Object", ["Object"]],
  ["String", ["String"]],
  ["Dates and times", ["DateTime"]],
  ["Hashes and signatures", ["Hash"]],
  ["Base64", ["Base64"]],
  ["Hexadecimal", ["Hex"]],
];

export interface FunctionGroup {
  title: string;
  entries: readonly FunctionEntry[];
}

/** Every function of the language, in the groups in which people look for them. */
export function functionGroups(): FunctionGroup[] {
  return groups.map(([title, receivers]) => ({
    title,
    entries: functionTable.filter((entry) => receivers.includes(entry.receiver)),
  }));
}

/** The anchor of a function's row: `string-slice`. */
export function functionAnchor({ receiver, name }: FunctionEntry): string {
  return `${receiver}-${name}`.toLowerCase();
}

const results = new Map<FunctionEntry, string>();

/** Examples are evaluated, so that a page cannot promise what the evaluator does not keep. */
export function resultOf(entry: FunctionEntry): string {
  const known = results.get(entry);
  if (known !== undefined) return known;
  const scope = { root: (): Json | undefined => undefined, now: Date.UTC(2026, 0, 1), seed: "docs" };
  const result = JSON.stringify(compileExpression(entry.example).evaluate(scope));
  results.set(entry, result);
  return result;
}
