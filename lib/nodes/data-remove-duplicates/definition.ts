import { z } from "zod";
import { jsonValue, plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";
import { listField, listValue } from "../list-input.ts";

export const definition = defineNode({
  type: "data.remove-duplicates",
  version: 1,
  title: "Remove duplicates",
  summary: "Keeps one of the items that are the same.",
  category: "data",
  keywords: ["unique", "distinct", "dedupe", "double", "same"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    items: listValue,
    by: plainText.default(""),
    keep: z.enum(["first", "last"], "Choose first or last.").default("first"),
  }),
  defaults: { items: "{{ input }}", by: "", keep: "first" },
  fields: {
    items: listField,
    by: {
      widget: "text",
      label: "Same when",
      help: "Fields that have to be equal, with commas between them. Nothing: the whole item.",
      placeholder: "email, customer.id",
    },
    keep: {
      widget: "select",
      label: "Keep",
      options: [
        { value: "first", label: "The first of them" },
        { value: "last", label: "The last of them" },
      ],
    },
  },
  output: z.object({ kept: z.array(jsonValue), removed: z.array(jsonValue) }),
  describe: (config) => shown(config.by) || "Whole items",
});
