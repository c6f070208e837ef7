import { z } from "zod";
import type { Json } from "../../engine/json.ts";
import { isJsonObject } from "../../engine/json.ts";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { fieldName, listField, listValue } from "../list-input.ts";

export const kinds = ["count", "sum", "average", "min", "max", "list", "first", "last", "distinct"] as const;

export const definition = defineNode({
  type: "data.aggregate",
  version: 1,
  title: "Aggregate",
  summary: "Makes one result of a list: a count, a sum, an average and the like.",
  category: "data",
  keywords: ["count", "sum", "total", "average", "mean", "minimum", "maximum", "statistics", "reduce"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    items: listValue,
    kind: z.enum(kinds, `Choose from ${kinds.join(", ")}.`).default("count"),
    field: fieldName.default(""),
  }),
  defaults: { items: "{{ input }}", kind: "count", field: "" },
  fields: {
    items: listField,
    kind: {
      widget: "select",
      label: "Make",
      options: [
        { value: "count", label: "Count" },
        { value: "sum", label: "Sum" },
        { value: "average", label: "Average" },
        { value: "min", label: "Smallest" },
        { value: "max", label: "Largest" },
        { value: "list", label: "List of the values" },
        { value: "first", label: "First value" },
        { value: "last", label: "Last value" },
        { value: "distinct", label: "Each value once" },
      ],
    },
    field: {
      widget: "text",
      label: "Of the field",
      help: "customer.age is one further in. Nothing: the items themselves. Items without it do not count.",
      placeholder: "total",
    },
  },
  output: z.object({ result: jsonValue, count: z.int() }),
  describe: (config) => described(isJsonObject(config) ? config.kind : undefined, config.field),
});

function described(kind: Json | undefined, field: Json | undefined): string {
  const name = typeof kind === "string" ? kind : "count";
  return typeof field === "string" && field !== "" ? `${name} of ${field}` : name;
}
