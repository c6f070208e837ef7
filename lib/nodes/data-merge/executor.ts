import type { Json, JsonObject } from "../../engine/json.ts";
import { isJsonObject } from "../../engine/json.ts";
import { definePure, NodeError } from "../define.ts";
import { identityOf, listOf, valueAt } from "../list-input.ts";
import { definition } from "./definition.ts";

/** Pairs of a common field multiply: this many are made at most. */
const MOST = 1_000_000;

export default definePure(definition, ({ config }) => {
  const left = listOf(config.left);
  const right = listOf(config.right);
  switch (config.mode) {
    case "append":
      return { port: "out", output: [...left, ...right] };
    case "by-position":
      return { port: "out", output: byPosition(left, right, config.keep) };
    case "by-key":
      return { port: "out", output: byKey(left, right, config) };
  }
});

function byPosition(left: readonly Json[], right: readonly Json[], keep: "matches" | "left" | "all"): Json[] {
  const length =
    keep === "matches"
      ? Math.min(left.length, right.length)
      : keep === "left"
        ? left.length
        : Math.max(left.length, right.length);
  return Array.from({ length }, (_, i) => together(left[i], right[i]));
}

function byKey(
  left: readonly Json[],
  right: readonly Json[],
  { leftKey, rightKey, keep }: { leftKey: string; rightKey: string; keep: "matches" | "left" | "all" },
): Json[] {
  const partners = new Map<string, Json[]>();
  for (const item of right) {
    const id = idOf(item, rightKey);
    if (id === null) continue;
    const same = partners.get(id);
    if (same) same.push(item);
    else partners.set(id, [item]);
  }
  const output: Json[] = [];
  const matched = new Set<Json>();
  for (const item of left) {
    const id = idOf(item, leftKey);
    const found = id === null ? undefined : partners.get(id);
    for (const partner of found ?? []) {
      matched.add(partner);
      output.push(together(item, partner));
      if (output.length > MOST) throw tooMany();
    }
    if (!found && keep !== "matches") output.push(item);
  }
  if (keep === "all") output.push(...right.filter((item) => !matched.has(item)));
  return output;
}

/** Nothing matches nothing. */
function idOf(item: Json, key: string): string | null {
  const value = valueAt(item, key);
  return value === undefined || value === null ? null : identityOf(value);
}

/** Fields of both; where both have one, the second list's wins. */
function together(left: Json | undefined, right: Json | undefined): Json {
  if (left === undefined) return right ?? null;
  if (right === undefined) return left;
  if (!isJsonObject(left) || !isJsonObject(right)) return [left, right];
  const merged: JsonObject = {};
  for (const side of [left, right]) {
    for (const name of Object.keys(side)) {
      Object.defineProperty(merged, name, { value: side[name], writable: true, enumerable: true, configurable: true });
    }
  }
  return merged;
}

function tooMany(): NodeError {
  return new NodeError(
    "output_too_large",
    "The same values come so often in both lists that more than 1,000,000 pairs would be made. Remove duplicates first.",
    { retry: "never" },
  );
}
