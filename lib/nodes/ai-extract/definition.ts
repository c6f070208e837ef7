import { z } from "zod";
import { isJsonObject } from "../../engine/json.ts";
import { jsonValue, namesWithValues } from "../config-schemas.ts";
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

export const definition = defineNode({
  type: "ai.extract",
  version: 1,
  title: "Extract",
  summary: "Lets a language model find pieces of data in a text.",
  category: "ai",
  keywords: ["parse", "entities", "fields", "invoice", "data", "structured", "json", "llm", "read"],
  effect: "step",
  repeat: repeatOfModel,
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    ...modelConfig,
    cacheFor,
    text: promptText.default(""),
    fields: namesWithValues.refine((rows) => rows.length <= 100, "Look for at most 100 things.").default([]),
    schema: jsonValue.optional(),
    instructions: promptText.default(""),
  }),
  defaults: { model: "demo/writer", text: "{{ input }}", fields: [] },
  fields: {
    model: modelField,
    text: { widget: "template", label: "Text", help: "What is read.", placeholder: "{{ input.body }}" },
    fields: {
      widget: "key-values",
      label: "What to find",
      help: "A name, and what it is in a few words. Each becomes a text; what is not in the text becomes null.",
    },
    schema: {
      widget: "json",
      label: "Schema instead",
      help: "JSON Schema of what is to be found, for numbers, lists and what is nested. It takes the place of the list above.",
      placeholder: '{ "type": "object", "properties": { "total": { "type": "number" } } }',
      advanced: true,
    },
    instructions: {
      widget: "template",
      label: "What to go by",
      help: "Anything else that helps to find it.",
      advanced: true,
    },
    ...modelFieldsBelow,
    cacheFor: cacheForField,
  },
  output: (config) =>
    z.object({ object: isJsonObject(config.schema) ? jsonValue : foundSchema(config.fields), ...answerFacts }),
  describe: shownModel,
});

function foundSchema(fields: unknown): z.ZodType {
  const rows = namesWithValues.safeParse(fields);
  const names = rows.success ? rows.data.map(({ name }) => name) : [];
  return z.object(Object.fromEntries(names.map((name) => [name, z.string().nullable()])));
}
