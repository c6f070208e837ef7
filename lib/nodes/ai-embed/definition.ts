import { z } from "zod";
import { jsonValue, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import {
  cacheFor,
  cacheForField,
  modelConfig,
  modelField,
  modelFieldsBelow,
  repeatOfModel,
  shownModel,
} from "../model-fields.ts";

const dimensions = z.preprocess(
  (value) => (value === "" || value === null ? undefined : value),
  wholeNumber({ min: 1, max: 8_192, message: "Give a whole number from 1 to 8,192." }).optional(),
);

export const definition = defineNode({
  type: "ai.embed",
  version: 1,
  title: "Embed",
  summary: "Turns texts into lists of numbers that are near each other where the texts mean alike.",
  category: "ai",
  keywords: ["embedding", "vector", "similarity", "semantic", "search", "rag"],
  effect: "step",
  repeat: repeatOfModel,
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    model: modelConfig.model,
    texts: jsonValue.optional(),
    dimensions,
    cacheFor,
    askAfterCrash: modelConfig.askAfterCrash,
  }),
  defaults: { model: "demo/embedder", texts: "{{ input }}" },
  fields: {
    model: {
      ...modelField,
      help: "Whose account is used, and which of its embedding models. The demo needs no account: it compares words, not what they mean.",
      models: "embedding",
    },
    texts: {
      widget: "template",
      label: "Texts",
      help: "One text, or a list of them; 2,048 at most.",
      placeholder: "{{ input.texts }}",
    },
    dimensions: {
      widget: "number",
      label: "Numbers a text becomes",
      help: "Only for models that let one choose. Fewer take less space and tell texts apart less well.",
      placeholder: "512",
      advanced: true,
    },
    cacheFor: cacheForField,
    askAfterCrash: modelFieldsBelow.askAfterCrash,
  },
  output: z.object({
    embeddings: z.array(z.array(z.number())),
    usage: z.object({ inputTokens: z.number().nullable() }),
    cost: z.number().nullable(),
    model: z.string(),
    cached: z.literal(true).optional(),
  }),
  describe: shownModel,
});
