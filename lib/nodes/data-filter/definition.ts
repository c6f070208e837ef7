import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";
import { listField, listValue } from "../list-input.ts";

export const definition = defineNode({
  type: "data.filter",
  version: 1,
  title: "Filter",
  summary: "Keeps the items of a list for which a condition is true. The rest is passed on too, apart.",
  category: "data",
  keywords: ["where", "keep", "drop", "select", "reject", "condition", "only"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({ items: listValue, condition: jsonValue.optional() }),
  defaults: { items: "{{ input }}", condition: "" },
  fields: {
    items: listField,
    condition: {
      widget: "expression",
      label: "Keep an item if",
      help: "Looked at for each item, as {{ item }}, with its place {{ index }} from 0. False, 0, an empty text and nothing at all drop it.",
      placeholder: "{{ item.total > 100 }}",
    },
  },
  perItem: ["condition"],
  output: z.object({ kept: z.array(jsonValue), dropped: z.array(jsonValue) }),
  describe: (config) => shown(config.condition),
});
