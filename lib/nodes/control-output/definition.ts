import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";

export const definition = defineNode({
  type: "control.output",
  version: 1,
  title: "Output",
  summary: "Sets what the whole workflow gives back.",
  category: "control",
  keywords: ["return", "result", "end", "finish"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({ value: jsonValue.optional() }),
  defaults: { value: "{{ input }}" },
  fields: {
    value: {
      widget: "template",
      label: "Value",
      help: "The first Output node that is reached decides. A value that is exactly one {{ … }} keeps its type.",
      placeholder: "{{ input }}",
    },
  },
  output: jsonValue,
  describe: (config) => shown(config.value),
});
