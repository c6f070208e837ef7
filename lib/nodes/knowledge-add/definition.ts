import { z } from "zod";
import { jsonValue, namesWithValues, plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { baseField, baseValue, baseWords } from "../knowledge-base-field.ts";

export const definition = defineNode({
  type: "knowledge.add",
  version: 1,
  title: "Add to knowledge",
  summary: "Puts a text or a file into a knowledge base, where it can be found from then on.",
  category: "knowledge",
  keywords: ["rag", "ingest", "index", "document", "embedding", "vector", "store", "remember", "upload"],
  effect: "step",
  // The same content under the same key is added once.
  repeat: "keyed",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    base: baseValue,
    content: jsonValue.optional(),
    name: plainText.default(""),
    key: plainText.default(""),
    metadata: namesWithValues.default([]),
    wait: z.boolean("Turn it on or off.").default(true),
  }),
  defaults: { base: "", content: "{{ input }}", name: "Note", wait: true },
  fields: {
    base: baseField,
    content: {
      widget: "template",
      label: "Content",
      help: "A text, or a file that a webhook, a download or another node passes on. Anything else is added as JSON.",
      placeholder: "{{ input.text }}",
    },
    name: {
      widget: "template",
      label: "Name",
      help: "What the document is called where it is cited. A file keeps its own where this is empty.",
      placeholder: "Minutes of {{ input.date }}",
    },
    key: {
      widget: "template",
      label: "Key",
      help: "A later document under the same key takes the place of this one.",
      placeholder: "{{ input.id }}",
      advanced: true,
    },
    metadata: {
      widget: "key-values",
      label: "Metadata",
      help: "What searches can be narrowed by: texts, numbers, yes or no.",
      advanced: true,
    },
    wait: {
      widget: "switch",
      label: "Wait until it can be found",
      help: "Otherwise it goes on at once, and the document is taken in meanwhile.",
      advanced: true,
    },
  },
  output: z.object({ document: z.object({ id: z.string(), name: z.string(), state: z.string(), chunks: z.number() }) }),
  describe: ({ base, name }) =>
    [baseWords(base), typeof name === "string" ? name : ""].filter((part) => part !== "").join(" · "),
});
