import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

const modes = [
  { value: "all", label: "All that run: wait for every branch, leave out those not taken" },
  { value: "every", label: "Every branch: go on only if all of them were taken" },
  { value: "any", label: "The first one: go on as soon as one has finished" },
  { value: "count", label: "A number of them: go on when so many have finished" },
] as const;

export const definition = defineNode({
  type: "control.join",
  version: 1,
  title: "Join",
  summary: "Brings branches together again and collects what they made.",
  category: "control",
  keywords: ["merge", "wait", "combine", "together", "race", "parallel"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  // The engine reads the mode before anything has run, so nothing here can be an expression.
  config: z.strictObject({
    mode: z.enum(["all", "every", "any", "count"], "Choose how to join.").default("all"),
    count: z.int("Give a whole number.").min(1, "Wait for at least one branch.").max(1_000).default(1),
    cancelOthers: z.boolean({ error: "Choose yes or no." }).default(false),
  }),
  defaults: { mode: "all", count: 1, cancelOthers: false },
  fields: {
    mode: { widget: "select", label: "Go on with", options: modes },
    count: {
      widget: "number",
      label: "How many",
      help: "The node goes on when this many branches have finished.",
      showWhen: { key: "mode", in: ["count"] },
    },
    cancelOthers: {
      widget: "switch",
      label: "Stop the others",
      help: "Stops the branches that are not needed any more. Otherwise they run on, and the run waits for them.",
      showWhen: { key: "mode", in: ["any", "count"] },
    },
  },
  output: z.record(z.string(), jsonValue),
  describe: (config) => {
    if (config.mode === "every") return "Every branch";
    if (config.mode === "any") return "First branch";
    if (config.mode === "count") return `First ${typeof config.count === "number" ? config.count : 1} branches`;
    return "All branches";
  },
  join: true,
});
