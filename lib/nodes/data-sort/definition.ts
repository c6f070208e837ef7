import { z } from "zod";
import { isJsonObject } from "../../engine/json.ts";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { fieldName, listField, listValue } from "../list-input.ts";

const by = z.strictObject({ name: fieldName, value: z.enum(["up", "down"], "Choose up or down.").default("up") });

export const definition = defineNode({
  type: "data.sort",
  version: 1,
  title: "Sort",
  summary: "Puts the items of a list in order.",
  category: "data",
  keywords: ["order", "rank", "arrange", "ascending", "descending", "top"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    items: listValue,
    by: z.array(by).max(20, "Sort by at most 20 fields.").default([]),
    compare: z.enum(["natural", "text", "number"], "Choose how to compare.").default("natural"),
  }),
  defaults: { items: "{{ input }}", by: [], compare: "natural" },
  fields: {
    items: listField,
    by: {
      widget: "fields",
      label: "By",
      help: "Names of fields with up or down, the most important first. customer.name is a field further in. Nothing: by the items themselves.",
    },
    compare: {
      widget: "select",
      label: "Compare as",
      help: "Naturally: numbers by size, texts as people sort them, “file 9” before “file 10”.",
      options: [
        { value: "natural", label: "Naturally" },
        { value: "text", label: "Text, letter by letter" },
        { value: "number", label: "Numbers" },
      ],
      advanced: true,
    },
  },
  output: z.array(jsonValue),
  describe: (config) =>
    Array.isArray(config.by)
      ? config.by
          .filter(isJsonObject)
          .map(({ name, value }) => `${name} ${value ?? "up"}`)
          .join(", ")
      : "",
});
