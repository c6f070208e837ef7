import { z } from "zod";
import type { Json } from "../../engine/json.ts";
import { isJsonObject } from "../../engine/json.ts";
import { jsonValue, plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { counted } from "../describe-text.ts";
import { setField } from "./set-field.ts";

export const definition = defineNode({
  type: "data.set",
  version: 1,
  title: "Set fields",
  summary: "Makes an object from the names and values you give.",
  category: "data",
  keywords: ["edit", "assign", "map", "rename", "values", "object", "variables"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    fields: z
      .array(z.strictObject({ name: plainText, value: jsonValue.optional() }), { error: "Give a list of fields." })
      .max(1_000, "Use at most 1,000 fields in one node.")
      .default([]),
    keepInput: z.boolean({ error: "Choose yes or no." }).default(false),
  }),
  defaults: { fields: [], keepInput: false },
  fields: {
    fields: {
      widget: "fields",
      label: "Fields",
      help: "A dot in a name makes an object inside: customer.name. A value that is exactly one {{ … }} keeps its type.",
    },
    keepInput: {
      widget: "switch",
      label: "Keep what comes in",
      help: "Adds the fields to the incoming object instead of starting from an empty one.",
    },
  },
  output: (config) => shapeOf(config.fields),
  describe: (config) => {
    const count = Array.isArray(config.fields) ? config.fields.length : 0;
    return count === 0 ? "" : `Set ${counted(count, "field")}`;
  },
});

/** What is known before a run: the names, and the types of values that hold no expression. */
function shapeOf(fields: Json | undefined): z.ZodType {
  const known: Json = {};
  for (const field of Array.isArray(fields) ? fields : []) {
    if (!isJsonObject(field) || typeof field.name !== "string" || field.name.trim() === "") continue;
    setField(known, field.name, field.value ?? null);
  }
  return shapeOfValue(known, 0);
}

function shapeOfValue(value: Json, depth: number): z.ZodType {
  if (typeof value === "string") return value.includes("{{") ? jsonValue : z.string();
  if (typeof value === "number") return z.number();
  if (typeof value === "boolean") return z.boolean();
  if (!isJsonObject(value) || depth > 16) return jsonValue;
  const shape = Object.entries(value).map(([name, inner]) => [name, shapeOfValue(inner, depth + 1)] as const);
  return z.looseObject(Object.fromEntries(shape));
}
