import { z } from "zod";
import type { Json } from "../engine/json.ts";
import { isJsonObject } from "../engine/json.ts";
import { jsonValue, plainText } from "./config-schemas.ts";
import { type FieldSpec, NodeError } from "./define.ts";

/** The list that a node works on: usually what comes in. What is none is refused by `listOf`, when it is known. */
export const listValue = jsonValue.optional();

/** @throws NodeError `invalid_input` */
export function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  const given =
    value === null || value === undefined
      ? "nothing"
      : typeof value === "object"
        ? "an object"
        : `a ${typeof value === "string" ? "text" : typeof value}`;
  throw new NodeError(
    "invalid_input",
    `This works on a list, and got ${given}. Point it at one, such as {{ input.items }}.`,
    {
      retry: "never",
    },
  );
}

export const listField: FieldSpec = {
  widget: "expression",
  label: "List",
  help: "The items to work on.",
  placeholder: "{{ input.items }}",
};

/** Name of a field in each item: `total`, or `customer.name` for one further in. */
export const fieldName = plainText.pipe(z.string().trim().max(500, "A field name has at most 500 characters."));

/** The value at a dotted name; undefined where there is none. An empty name is the item itself. */
export function valueAt(item: Json, name: string): Json | undefined {
  if (name === "") return item;
  let at: Json | undefined = item;
  for (const step of name.split(".")) {
    if (Array.isArray(at)) at = /^\d+$/.test(step) ? at[Number(step)] : undefined;
    else at = isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

/** Equal for values with the same JSON, whatever the order of their names. */
export function identityOf(value: Json | undefined): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return `[${value.map(identityOf).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${identityOf(value[name])}`).join()}}`;
}
