import type { Json } from "../../engine/json.ts";
import { definePure } from "../define.ts";
import { listOf, valueAt } from "../list-input.ts";
import { definition } from "./definition.ts";

// One language for everybody: the order must not depend on the machine.
const people = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

type Compare = (a: Json, b: Json) => number;

const comparisons: Record<"natural" | "text" | "number", Compare> = {
  natural: (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return people.compare(written(a), written(b)) || letters(written(a), written(b));
  },
  text: (a, b) => letters(written(a), written(b)),
  number: (a, b) => numberOf(a) - numberOf(b),
};

export default definePure(definition, ({ config: { items: given, by, compare } }) => {
  const items = listOf(given);
  const order = by
    .filter(({ name }) => name !== "")
    .map(({ name, value }) => ({ name, sign: value === "up" ? 1 : -1 }));
  const fields = order.length === 0 ? [{ name: "", sign: 1 }] : order;
  const comparison = comparisons[compare];
  const keyed = items.map((item) => ({ item, keys: fields.map(({ name }) => missing(valueAt(item, name))) }));
  keyed.sort((a, b) => {
    for (const [i, { sign }] of fields.entries()) {
      const left = a.keys[i] ?? null;
      const right = b.keys[i] ?? null;
      // What has no value comes last, whichever way the order goes.
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
        continue;
      }
      const found = comparison(left, right);
      if (found !== 0) return sign * found;
    }
    return 0;
  });
  return { port: "out", output: keyed.map(({ item }) => item) };
});

function missing(value: Json | undefined): Json {
  return value === undefined ? null : value;
}

function written(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function letters(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What is no number comes after all numbers. */
function numberOf(value: Json): number {
  const number =
    typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? Number.MAX_VALUE : number;
}
