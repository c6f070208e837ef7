import { z } from "zod";
import { isJsonObject, type Json } from "../../engine/json.ts";
import { namesWithValues } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { counted } from "../describe-text.ts";
import {
  answerFacts,
  cacheFor,
  cacheForField,
  modelConfig,
  modelField,
  modelFieldsBelow,
  promptText,
  repeatOfModel,
} from "../model-fields.ts";

/** The way of what fits no class. */
export const NONE = "none";

const classes = namesWithValues
  .refine((rows) => rows.length <= 50, "Use at most 50 classes.")
  .refine((rows) => new Set(rows.map(({ name }) => name)).size === rows.length, "Two classes have the same name.")
  .refine(
    (rows) => rows.every(({ name }) => name !== NONE && name !== "error"),
    "A class cannot be called none or error: those are there already.",
  )
  .refine((rows) => rows.every(({ name }) => name.length <= 60), "A class's name has at most 60 characters.");

export const definition = defineNode({
  type: "ai.classify",
  version: 1,
  title: "Classify",
  summary: "Lets a language model decide which of your classes a text belongs to.",
  category: "ai",
  keywords: ["label", "category", "route", "sort", "intent", "sentiment", "triage", "decide", "llm"],
  effect: "step",
  repeat: repeatOfModel,
  inputs: ["in"],
  ports: (config) => (config.routes === true ? [...classNames(config.classes), NONE] : ["out"]),
  config: z.strictObject({
    ...modelConfig,
    cacheFor,
    text: promptText.default(""),
    classes: classes.default([]),
    instructions: promptText.default(""),
    routes: z.boolean({ error: "Choose yes or no." }).default(false),
  }),
  defaults: { model: "demo/writer", text: "{{ input }}", classes: [] },
  fields: {
    model: modelField,
    text: { widget: "template", label: "Text", help: "What is to be sorted.", placeholder: "{{ input.body }}" },
    classes: {
      widget: "key-values",
      label: "Classes",
      help: "A name, and what belongs there in a few words.",
    },
    routes: {
      widget: "switch",
      label: "A way out for each class",
      help: "The run goes on by the class's own way; what fits none goes by none. Off: it goes on by one way.",
    },
    instructions: {
      widget: "template",
      label: "What to go by",
      help: "Anything else that helps to decide.",
      advanced: true,
    },
    ...modelFieldsBelow,
    cacheFor: cacheForField,
  },
  output: z.object({ class: z.string().nullable(), reason: z.string(), ...answerFacts }),
  describe: (config) => {
    const names = classNames(config.classes);
    return names.length === 0 ? "" : counted(names.length, "class", "classes");
  },
});

/** Names of the classes as the config is written, finished or not. */
function classNames(given: Json | undefined): string[] {
  const names = Array.isArray(given)
    ? given.map((row) => (isJsonObject(row) ? row.name : undefined))
    : isJsonObject(given)
      ? Object.keys(given)
      : [];
  const texts = names.flatMap((name) => (typeof name === "string" && name.trim() !== "" ? [name.trim()] : []));
  return [...new Set(texts)].filter((name) => name !== NONE && name !== "error");
}
