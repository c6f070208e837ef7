import { z } from "zod";
import { jsonValue, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { listField, listValue } from "../list-input.ts";

const COUNT = "Give a whole number from 0 to 1,000,000.";

export const definition = defineNode({
  type: "data.limit",
  version: 1,
  title: "Limit",
  summary: "Keeps only the first or last items of a list.",
  category: "data",
  keywords: ["first", "last", "top", "slice", "take", "skip", "head"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    items: listValue,
    count: wholeNumber({ min: 0, max: 1_000_000, message: COUNT }).default(10),
    skip: wholeNumber({ min: 0, max: 1_000_000, message: COUNT }).default(0),
    from: z.enum(["start", "end"], "Choose start or end.").default("start"),
  }),
  defaults: { items: "{{ input }}", count: 10, skip: 0, from: "start" },
  fields: {
    items: listField,
    count: { widget: "number", label: "How many", help: "Items to keep at most." },
    from: {
      widget: "select",
      label: "Counted from",
      options: [
        { value: "start", label: "The start: the first items" },
        { value: "end", label: "The end: the last items" },
      ],
    },
    skip: { widget: "number", label: "Leave out", help: "Items left out before counting begins.", advanced: true },
  },
  output: z.array(jsonValue),
  describe: (config) => `${config.from === "end" ? "Last" : "First"} ${config.count ?? 10}`,
});
