import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";

export const definition = defineNode({
  type: "control.if",
  version: 1,
  title: "If",
  summary: "Goes one of two ways, depending on a condition.",
  category: "control",
  keywords: ["condition", "branch", "decide", "check", "compare", "router"],
  effect: "pure",
  inputs: ["in"],
  ports: ["true", "false"],
  portTitles: { true: "true", false: "false" },
  config: z.strictObject({ condition: jsonValue.optional() }),
  defaults: { condition: "" },
  fields: {
    condition: {
      widget: "expression",
      label: "Condition",
      help: "False, 0, an empty text and nothing at all go the false way; everything else goes the true way.",
      placeholder: "{{ input.total > 100 }}",
    },
  },
  output: jsonValue,
  describe: (config) => shown(config.condition),
});
