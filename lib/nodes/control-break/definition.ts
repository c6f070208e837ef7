import { z } from "zod";
import { jsonValue } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

export const definition = defineNode({
  type: "control.break",
  version: 1,
  title: "End the loop",
  summary: "Ends the loop it stands in: no further item or round is begun.",
  category: "control",
  keywords: ["break", "stop", "exit", "leave", "found"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({}),
  defaults: {},
  fields: {},
  output: jsonValue,
  breaks: true,
});
