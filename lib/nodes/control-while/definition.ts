import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";

export const definition = defineNode({
  type: "control.while",
  version: 1,
  title: "While",
  summary: "Runs what stands inside again and again, as long as a condition holds.",
  category: "control",
  keywords: ["loop", "repeat", "until", "condition", "poll", "pages"],
  effect: "container",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    initial: jsonValue.optional(),
    condition: jsonValue.optional(),
    next: jsonValue.optional(),
    // The engine reads it before anything has run, so it cannot be an expression.
    maxIterations: z
      .int("Give a whole number.")
      .min(1, "Go round at least once.")
      .max(100_000, "Go round at most 100,000 times.")
      .default(1_000),
  }),
  defaults: { initial: "{{ input }}", condition: "", next: "{{ result }}", maxIterations: 1_000 },
  fields: {
    initial: {
      widget: "template",
      label: "Start with",
      help: "The state of the first round. Inside, the state is {{ state }} and the number of the round {{ index }}, from 0.",
      placeholder: "{{ input }}",
    },
    condition: {
      widget: "expression",
      label: "As long as",
      help: "Looked at before each round. False, 0, an empty text and nothing at all end the loop.",
      placeholder: "{{ state.page <= state.pages }}",
    },
    next: {
      widget: "template",
      label: "Go on with",
      help: "The state of the next round. It sees {{ state }}, the nodes inside, and {{ result }}: what the round made. Left empty, that is the state.",
      placeholder: "{{ result }}",
    },
    maxIterations: {
      widget: "number",
      label: "At most",
      help: "Rounds after which the loop fails instead of going on for ever.",
      unit: "rounds",
    },
  },
  output: z.object({ state: jsonValue, iterations: z.int() }),
  describe: (config) => shown(config.condition),
  container: "while",
});
