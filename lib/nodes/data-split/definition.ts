import { z } from "zod";
import { jsonValue, plainText, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

const SIZE = "Give a whole number from 1 to 100,000.";

export const definition = defineNode({
  type: "data.split",
  version: 1,
  title: "Split",
  summary: "Cuts a list into batches, or a text into parts.",
  category: "data",
  keywords: ["batch", "chunk", "divide", "separate", "lines", "pages"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    value: jsonValue.optional(),
    size: wholeNumber({ min: 1, max: 100_000, message: SIZE }).default(100),
    separator: plainText.default("\n"),
  }),
  defaults: { value: "{{ input }}", size: 100, separator: "\n" },
  fields: {
    value: {
      widget: "expression",
      label: "List or text",
      help: "A list is cut into batches, a text at each separator.",
      placeholder: "{{ input.items }}",
    },
    size: {
      widget: "number",
      label: "Batch size",
      help: "Items in each batch of a list; the last one may be smaller.",
    },
    separator: {
      widget: "text",
      label: "Separator",
      help: "What stands between the parts of a text. A new line unless you say otherwise; nothing cuts into characters.",
    },
  },
  output: z.array(jsonValue),
  describe: (config) => `Batches of ${config.size ?? 100}`,
});
