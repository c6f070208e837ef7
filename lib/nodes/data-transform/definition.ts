import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";

export const definition = defineNode({
  type: "data.transform",
  version: 1,
  title: "Transform",
  summary: "Makes a new value with one expression.",
  category: "data",
  keywords: ["expression", "map", "compute", "calculate", "formula", "convert"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({ expression: jsonValue.optional() }),
  defaults: { expression: "{{ input }}" },
  fields: {
    expression: {
      widget: "expression",
      label: "Expression",
      help: "What it gives goes on. Lists can be mapped, filtered and counted here.",
      placeholder: "{{ input.items.map(item => item.name) }}",
    },
  },
  output: jsonValue,
  describe: (config) => shown(config.expression),
});
