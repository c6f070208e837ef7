import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";

const errors = [
  { value: "stop", label: "Stop: the loop fails with the first item that fails" },
  { value: "skip", label: "Skip: its result is empty, the others go on" },
  { value: "collect", label: "Collect: as skip, and the error is listed in the output" },
] as const;

export const definition = defineNode({
  type: "control.for-each",
  version: 1,
  title: "For each",
  summary: "Runs what stands inside once for every item of a list.",
  category: "control",
  keywords: ["loop", "iterate", "list", "every", "repeat", "map", "batch"],
  effect: "container",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    items: jsonValue.optional(),
    // The engine reads these two before anything has run, so they cannot be expressions.
    concurrency: z
      .int("Give a whole number.")
      .min(1, "Run at least one at a time.")
      .max(100, "Run at most 100 at a time.")
      .default(1),
    onItemError: z.enum(["stop", "skip", "collect"], "Choose what happens to an item that fails.").default("stop"),
  }),
  defaults: { items: "{{ input }}", concurrency: 1, onItemError: "stop" },
  fields: {
    items: {
      widget: "expression",
      label: "Items",
      help: "A list, or an object: each of its entries is then an item with a key and a value. Inside, the item is {{ item }} and its number {{ index }}, from 0.",
      placeholder: "{{ input.orders }}",
    },
    concurrency: {
      widget: "number",
      label: "At a time",
      help: "How many items run side by side. Results keep the order of the items.",
    },
    onItemError: { widget: "select", label: "When an item fails", options: errors },
  },
  output: z.object({
    results: z.array(jsonValue),
    errors: z.array(
      z.object({ index: z.int(), item: jsonValue, error: z.object({ code: z.string(), message: z.string() }) }),
    ),
  }),
  describe: (config) => shown(config.items),
  container: "for-each",
});
