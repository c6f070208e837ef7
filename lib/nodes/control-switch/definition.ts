import { z } from "zod";
import type { JsonObject } from "../../engine/json.ts";
import { jsonValue, plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { counted } from "../describe-text.ts";
import { caseNames, OTHERWISE } from "./case-names.ts";

const caseSchema = z.strictObject({
  name: plainText.pipe(z.string().trim().min(1, "Give the case a name.").max(60, "A name has at most 60 characters.")),
  condition: jsonValue.optional(),
});

export const definition = defineNode({
  type: "control.switch",
  version: 1,
  title: "Switch",
  summary: "Goes one of several ways: each case has its condition.",
  category: "control",
  keywords: ["case", "route", "branch", "decide", "router", "if", "else"],
  effect: "pure",
  inputs: ["in"],
  ports: (config) => [...caseNames(config.cases), OTHERWISE],
  portTitles: { [OTHERWISE]: "otherwise" },
  config: z
    .strictObject({
      cases: z.array(caseSchema).max(50, "Use at most 50 cases in one node.").default([]),
      mode: z.enum(["first", "all"], "Choose first or all.").default("first"),
    })
    .refine(({ cases }) => new Set(cases.map(({ name }) => name)).size === cases.length, {
      message: "Two cases have the same name. Each needs its own.",
      path: ["cases"],
    })
    .refine(({ cases }) => cases.every(({ name }) => name !== OTHERWISE && name !== "error"), {
      message: "A case cannot be called default or error: those ways are there already.",
      path: ["cases"],
    }),
  defaults: { cases: [{ name: "yes", condition: "" }], mode: "first" },
  fields: {
    cases: {
      widget: "cases",
      label: "Cases",
      help: "Each has a way out of its own. False, 0, an empty text and nothing at all do not hold; everything else does.",
      placeholder: "input.total > 100",
    },
    mode: {
      widget: "select",
      label: "If several hold",
      options: [
        { value: "first", label: "Go the first way only" },
        { value: "all", label: "Go all of these ways" },
      ],
    },
  },
  output: jsonValue,
  describe: describeCases,
});

function describeCases(config: JsonObject): string {
  return counted(caseNames(config.cases).length, "case");
}
