import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../engine/json.ts";
import { jsonValue } from "../config-schemas.ts";
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
  temperature,
} from "../model-fields.ts";

const schemaHelp = "JSON Schema. What does not fit is sent back to the model, twice at most.";

export const definition = defineNode({
  type: "ai.llm",
  version: 1,
  title: "Language model",
  summary: "Asks a language model, and passes on what it writes.",
  category: "ai",
  keywords: [
    "llm",
    "gpt",
    "claude",
    "gemini",
    "chat",
    "prompt",
    "openai",
    "anthropic",
    "ollama",
    "write",
    "text",
    "image",
  ],
  effect: "step",
  repeat: repeatOfModel,
  inputs: ["in"],
  ports: ["out"],
  config: z
    .strictObject({
      ...modelConfig,
      cacheFor,
      system: promptText.default(""),
      prompt: promptText.default(""),
      images: jsonValue.optional(),
      output: z.enum(["text", "json"], "Choose text or JSON.").default("text"),
      schema: jsonValue.optional(),
      temperature,
    })
    .refine(({ output, schema }) => output === "text" || isJsonObject(schema), {
      path: ["schema"],
      message: "Give the JSON Schema that the answer is to fit.",
    }),
  defaults: { model: "demo/writer", prompt: "" },
  fields: {
    model: modelField,
    system: {
      widget: "template",
      label: "Instructions",
      help: "Who the model is to be, and what it always keeps to.",
      placeholder: "You answer customers of a lamp shop, briefly and kindly.",
    },
    prompt: {
      widget: "template",
      label: "Question",
      help: "What it is asked. Values in {{ }} are written out.",
      placeholder: "Answer this mail:\n{{ input.body }}",
    },
    images: {
      widget: "template",
      label: "Images",
      help: "What it is to look at: a file, a web address, or a list of them.",
      placeholder: "{{ input.photo }}",
      advanced: true,
    },
    output: {
      widget: "select",
      label: "Answer as",
      options: [
        { value: "text", label: "Text" },
        { value: "json", label: "JSON that fits a schema" },
      ],
    },
    schema: {
      widget: "json",
      label: "Schema",
      help: schemaHelp,
      placeholder: '{ "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] }',
      showWhen: { key: "output", in: ["json"] },
    },
    temperature: {
      widget: "number",
      label: "Temperature",
      help: "0 is sober, 1 lively, 2 wild. Unless set, what the model's provider finds best. Some models know none.",
      placeholder: "0.7",
      advanced: true,
    },
    ...modelFieldsBelow,
    cacheFor: cacheForField,
  },
  output: (config) =>
    config.output === "json"
      ? z.object({ object: objectSchema(config), ...answerFacts })
      : z.object({ text: z.string(), ...answerFacts }),
  describe: shownModel,
});

/** What the schema promises, for references to the answer's members. */
function objectSchema({ schema }: JsonObject): z.ZodType {
  if (!isJsonObject(schema)) return jsonValue;
  try {
    return z.fromJSONSchema(schema);
  } catch {
    return jsonValue;
  }
}
