import { z } from "zod";
import type { Json } from "../engine/json.ts";

/**
 * Pieces of config schemas. A schema describes a config after its `{{ }}` were evaluated, so a value may arrive in the
 * type of whatever the expression gave: pieces here accept what can be read in one way only, and say what they want.
 */

/**
 * Any JSON value, passed on as it is. The value comes out of the document or the evaluator, both of which give nothing
 * but JSON: walking it again would cost every node the size of its data. Hence the cast.
 */
export const jsonValue = z.unknown() as unknown as z.ZodType<Json, Json>;

/** A number, or text that is one. */
export function wholeNumber(range: { min: number; max: number; message: string }) {
  return z
    .union([z.number(), z.string().trim().regex(/^\d+$/, range.message).transform(Number)], { error: range.message })
    .refine((value) => Number.isInteger(value) && value >= range.min && value <= range.max, range.message);
}

/** Text; numbers and booleans are written out, as they would be inside longer text. */
export const plainText = z
  .union([z.string(), z.number(), z.boolean()], { error: "Give a text here." })
  .transform((value) => String(value));

export interface NameValue {
  name: string;
  value: Json;
}

const nameValueList = z.array(z.strictObject({ name: plainText, value: jsonValue.optional() }));
const nameValueRecord = z.record(z.string(), jsonValue);

/**
 * Names with values, in order: written as a list of `{ name, value }` (a name may come twice) or as an object. Rows
 * whose name is empty or whose value is missing are left out: that is what an unfinished row in the form looks like.
 */
export const namesWithValues = z
  .union([nameValueList, nameValueRecord], { error: "Give a list of names with values." })
  .transform((given): NameValue[] => {
    const rows = Array.isArray(given) ? given : Object.entries(given).map(([name, value]) => ({ name, value }));
    return rows.flatMap(({ name, value }) =>
      name.trim() === "" || value === undefined || value === null ? [] : [{ name: name.trim(), value }],
    );
  });
