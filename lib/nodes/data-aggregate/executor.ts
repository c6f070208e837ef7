import type { Json } from "../../engine/json.ts";
import { definePure, NodeError } from "../define.ts";
import { identityOf, listOf, valueAt } from "../list-input.ts";
import { definition, type kinds } from "./definition.ts";

export default definePure(definition, ({ config: { items, kind, field } }) => {
  const values = listOf(items).flatMap((item) => {
    const value = valueAt(item, field);
    return value === undefined || value === null ? [] : [value];
  });
  return { port: "out", output: { result: results[kind](values, field), count: values.length } };
});

const results: Record<(typeof kinds)[number], (values: readonly Json[], field: string) => Json> = {
  count: (values) => values.length,
  sum: (values, field) => sum(values, field),
  average: (values, field) => (values.length === 0 ? null : sum(values, field) / values.length),
  min: (values, field) => smallest(numbers(values, field), 1),
  max: (values, field) => smallest(numbers(values, field), -1),
  list: (values) => [...values],
  first: (values) => values[0] ?? null,
  last: (values) => values.at(-1) ?? null,
  distinct: (values) => [...new Map(values.map((value) => [identityOf(value), value])).values()],
};

/** Compensated (Neumaier), so that a long list of prices adds up to what a person gets. */
function sum(values: readonly Json[], field: string): number {
  let total = 0;
  let lost = 0;
  for (const value of numbers(values, field)) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

function smallest(values: readonly number[], sign: 1 | -1): number | null {
  let found: number | null = null;
  for (const value of values) if (found === null || sign * value < sign * found) found = value;
  return found;
}

/** A text that is a number counts as one. */
function numbers(values: readonly Json[], field: string): number[] {
  return values.map((value, index) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
    const name = field === "" ? "The value" : `“${field}”`;
    throw new NodeError("invalid_input", `${name} of item ${index + 1} is no number, so it cannot be counted with.`, {
      retry: "never",
    });
  });
}
