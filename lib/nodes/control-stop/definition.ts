import { z } from "zod";
import { plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";

export const definition = defineNode({
  type: "control.stop",
  version: 1,
  title: "Stop with an error",
  summary: "Ends the run as failed, with a reason of your own.",
  category: "control",
  keywords: ["fail", "throw", "abort", "error", "reject", "end"],
  effect: "pure",
  inputs: ["in"],
  ports: [],
  config: z.strictObject({
    message: plainText.pipe(z.string().max(2_000, "A message has at most 2,000 characters.")).default(""),
    code: plainText
      .pipe(z.string().regex(/^[a-z][a-z_]{0,63}$/, "A code has small letters and _, such as order_invalid."))
      .default("stopped"),
  }),
  defaults: { message: "", code: "stopped" },
  fields: {
    message: {
      widget: "template",
      label: "Reason",
      help: "Shown at the run and given to whoever called. Say what is wrong and what to do.",
      placeholder: "Order {{ input.no }} has no address.",
    },
    code: {
      widget: "text",
      label: "Code",
      help: "A short word that programs can go by.",
      placeholder: "order_invalid",
      advanced: true,
    },
  },
  describe: (config) => shown(config.message),
});
