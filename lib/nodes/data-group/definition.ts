import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";
import { fieldName, listField, listValue } from "../list-input.ts";

export const definition = defineNode({
  type: "data.group",
  version: 1,
  title: "Group",
  summary: "Gathers the items that have the same value in a field.",
  category: "data",
  keywords: ["collect", "bucket", "partition", "by", "category"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({ items: listValue, by: fieldName.default("") }),
  defaults: { items: "{{ input }}", by: "" },
  fields: {
    items: listField,
    by: {
      widget: "text",
      label: "By",
      help: "The field whose value decides; customer.city is one further in. Nothing: the item itself.",
      placeholder: "status",
    },
  },
  output: z.array(z.object({ key: jsonValue, count: z.int(), items: z.array(jsonValue) })),
  describe: (config) => shown(config.by),
});
