import { z } from "zod";
import { filterOperators } from "../../rag/metadata.ts";
import { searchModes } from "../../rag/retrieval/search-options.ts";
import { jsonValue, plainText, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { baseField, baseValue, baseWords } from "../knowledge-base-field.ts";
import { modelConfig } from "../model-fields.ts";

const score = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^-?\d*(\.\d+)?$/, "Give a number, such as 0.4."),
    z.null(),
  ])
  .transform((value) => (value === "" || value === null ? null : Number(value)));

export const definition = defineNode({
  type: "knowledge.retrieve",
  version: 1,
  title: "Find in knowledge",
  summary: "Finds the passages of a knowledge base that answer a question, with the place each comes from.",
  category: "knowledge",
  keywords: ["rag", "retrieve", "search", "vector", "semantic", "embedding", "documents", "citations", "lookup"],
  effect: "step",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    base: baseValue,
    query: plainText.refine((text) => text.trim() !== "", "Write what to look for."),
    mode: z.enum(searchModes, "Choose how to search.").default("hybrid"),
    count: wholeNumber({ min: 1, max: 100, message: "Give a whole number from 1 to 100." }).default(5),
    filter: z
      .array(
        z.strictObject({
          field: z.string().max(64).default(""),
          operator: z.enum(filterOperators, "Choose how to compare.").default("is"),
          value: jsonValue.optional(),
        }),
        { error: "Give a list of conditions." },
      )
      .max(20, "Give 20 conditions at most.")
      .default([]),
    minSimilarity: score.default(null),
    rerank: z.enum(["off", "model", "provider"], "Choose whether to rerank.").default("off"),
    rerankModel: modelConfig.model,
    reranker: modelConfig.model,
    minRelevance: score.default(null),
    neighbours: wholeNumber({ min: 0, max: 10, message: "Give a whole number from 0 to 10." }).default(0),
    sections: z.boolean("Turn it on or off.").default(true),
  }),
  defaults: { base: "", query: "{{ input.question }}", mode: "hybrid", count: 5 },
  fields: {
    base: baseField,
    query: { widget: "template", label: "Look for", placeholder: "{{ input.question }}" },
    mode: {
      widget: "select",
      label: "Search",
      options: [
        { value: "hybrid", label: "By meaning and words" },
        { value: "vector", label: "By meaning" },
        { value: "keyword", label: "By words" },
      ],
    },
    count: { widget: "number", label: "How many", help: "Passages at most." },
    filter: {
      widget: "collection",
      label: "Only documents where",
      help: "Conditions on what is known of a document. All of them must hold.",
      itemName: "condition",
      items: {
        field: { widget: "text", label: "Field", placeholder: "year" },
        operator: {
          widget: "select",
          label: "Is",
          options: [
            { value: "is", label: "is" },
            { value: "is-not", label: "is not" },
            { value: "one-of", label: "is one of" },
            { value: "contains", label: "contains" },
            { value: "at-least", label: "is at least" },
            { value: "at-most", label: "is at most" },
            { value: "exists", label: "is known" },
          ],
        },
        value: { widget: "text", label: "Value", placeholder: "{{ input.year }}" },
      },
      advanced: true,
    },
    minSimilarity: {
      widget: "text",
      label: "Least similarity",
      help: "Leaves out what is less similar by meaning, from -1 to 1. Empty: nothing is left out.",
      placeholder: "0.4",
      advanced: true,
    },
    rerank: {
      widget: "select",
      label: "Rerank",
      help: "Orders the best passages anew by how well they answer. Takes longer, and is paid like any call of a model.",
      options: [
        { value: "off", label: "No" },
        { value: "model", label: "By a language model" },
        { value: "provider", label: "By a reranker" },
      ],
      advanced: true,
    },
    rerankModel: {
      widget: "model",
      label: "Model that reranks",
      help: "Reads the passages and gives each a score. A small one will do.",
      models: "language",
      showWhen: { key: "rerank", in: ["model"] },
      advanced: true,
    },
    reranker: {
      widget: "model",
      label: "Reranker",
      help: "A model made for ordering passages, at an address that has /rerank, such as those of Cohere, Jina, Voyage or vLLM: make a credential “OpenAI-compatible server” for it.",
      models: "reranking",
      showWhen: { key: "rerank", in: ["provider"] },
      advanced: true,
    },
    minRelevance: {
      widget: "text",
      label: "Least relevance",
      help: "Leaves out what gets less when it is reranked, mostly from 0 to 1. Empty: nothing is left out.",
      placeholder: "0.5",
      showWhen: { key: "rerank", in: ["model", "provider"] },
      advanced: true,
    },
    neighbours: {
      widget: "number",
      label: "Neighbours",
      help: "Passages before and after each, which come with it as its context.",
      advanced: true,
    },
    sections: {
      widget: "switch",
      label: "Whole sections",
      help: "Gives the section around each passage as its context, where the base has sections.",
      advanced: true,
    },
  },
  output: z.object({
    text: z.string(),
    notes: z.array(z.string()),
    passages: z.array(
      z.object({
        number: z.number(),
        text: z.string(),
        context: z.string(),
        score: z.number(),
        headings: z.array(z.string()),
        document: z.object({ id: z.string(), name: z.string(), url: z.string().nullable(), metadata: jsonValue }),
        pages: z.object({ from: z.number(), to: z.number() }).nullable(),
        from: z.number(),
        to: z.number(),
        link: z.string(),
      }),
    ),
  }),
  describe: ({ base, mode, count }) => {
    const how = mode === "vector" ? "By meaning" : mode === "keyword" ? "By words" : "Hybrid";
    const best = typeof count === "number" ? `best ${count}` : "";
    return [baseWords(base), how, best].filter((part) => part !== "").join(" · ");
  },
});
