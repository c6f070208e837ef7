import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

export const definition = defineNode({
  type: "code.javascript",
  version: 1,
  title: "JavaScript",
  summary: "Runs a few lines of JavaScript, closed off from everything else.",
  category: "code",
  keywords: ["code", "script", "function", "js", "custom", "program", "sandbox"],
  effect: "step",
  // It touches nothing outside, so doing it twice is doing it once.
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    code: z.string({ error: "Write the code." }).refine((code) => code.trim() !== "", "Write the code."),
    input: jsonValue.optional(),
  }),
  defaults: { code: "return input;", input: "{{ input }}" },
  fields: {
    code: {
      widget: "code",
      label: "Code",
      help: "What is returned is the result. Everything it works on is in input; there is no network and no file.",
      placeholder: "return input.items.length;",
    },
    input: {
      widget: "json",
      label: "Input",
      help: "What the code finds as input. Give values here instead of writing them into the code.",
    },
  },
  output: z.object({
    result: jsonValue,
    logs: z.array(z.object({ level: z.enum(["debug", "info", "warn", "error"]), message: z.string() })),
  }),
  describe: ({ code }) => (typeof code === "string" ? firstLine(code) : ""),
});

/** The first line that does something: not empty, no comment. */
function firstLine(code: string): string {
  const line = code.split("\n").find((one) => one.trim() !== "" && !one.trim().startsWith("//")) ?? "";
  const text = line.trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
