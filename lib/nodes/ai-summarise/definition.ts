import { z } from "zod";
import { plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import {
  answerFacts,
  cacheFor,
  cacheForField,
  modelConfig,
  modelField,
  modelFieldsBelow,
  promptText,
  repeatOfModel,
  shownModel,
} from "../model-fields.ts";

export const lengths = ["sentence", "paragraph", "points", "page"] as const;

export const definition = defineNode({
  type: "ai.summarise",
  version: 1,
  title: "Summarise",
  summary: "Lets a language model say in short what a text says.",
  category: "ai",
  keywords: ["summary", "summarize", "shorten", "digest", "tldr", "brief", "llm"],
  effect: "step",
  repeat: repeatOfModel,
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    ...modelConfig,
    cacheFor,
    text: promptText.default(""),
    length: z.enum(lengths, `Choose from ${lengths.join(", ")}.`).default("paragraph"),
    focus: promptText.default(""),
    language: plainText.default(""),
  }),
  defaults: { model: "demo/writer", text: "{{ input }}", length: "paragraph" },
  fields: {
    model: modelField,
    text: { widget: "template", label: "Text", help: "What is told in short.", placeholder: "{{ input.body }}" },
    length: {
      widget: "select",
      label: "How long",
      options: [
        { value: "sentence", label: "One sentence" },
        { value: "paragraph", label: "A paragraph" },
        { value: "points", label: "A few points" },
        { value: "page", label: "A page" },
      ],
    },
    focus: {
      widget: "template",
      label: "What matters",
      help: "What the summary is for, or what it must not leave out.",
      placeholder: "What was decided, and who does what.",
    },
    language: {
      widget: "text",
      label: "Language",
      help: "Unless set, that of the text.",
      placeholder: "English",
      advanced: true,
    },
    ...modelFieldsBelow,
    cacheFor: cacheForField,
  },
  output: z.object({ summary: z.string(), ...answerFacts }),
  describe: shownModel,
});
