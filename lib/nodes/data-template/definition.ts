import { z } from "zod";
import { plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";

export const definition = defineNode({
  type: "data.template",
  version: 1,
  title: "Template",
  summary: "Writes a text with values in it.",
  category: "data",
  keywords: ["text", "mail", "message", "merge", "compose", "fill in"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    template: z.union([plainText, z.unknown().transform((value) => JSON.stringify(value ?? ""))]).default(""),
  }),
  defaults: { template: "" },
  fields: {
    template: {
      widget: "template",
      label: "Text",
      help: "Values in {{ }} are written out; objects and lists as JSON.",
      placeholder: "Dear {{ input.name }},",
    },
  },
  output: z.object({ text: z.string() }),
  describe: (config) => shown(config.template),
});
