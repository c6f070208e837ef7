import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { plainText, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import {
  answerFacts,
  modelConfig,
  modelField,
  modelFieldsBelow,
  promptText,
  repeatOfModel,
  shownModel,
  temperature,
} from "../model-fields.ts";
import { nodesAmongTools, partsAmongTools, toolsConfig } from "./tool-config.ts";

/** An empty field in the form is a setting that is not made. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());

const wholeAbove = (max: number, min = 1) => {
  const message = `Give a whole number from ${min.toLocaleString("en-US")} to ${max.toLocaleString("en-US")}.`;
  return wholeNumber({ min, max, message });
};

const { maxTokens: _, ...model } = modelConfig;
const { maxTokens: __, ...fieldsBelow } = modelFieldsBelow;

export const definition = defineNode({
  type: "ai.agent",
  version: 1,
  title: "AI agent",
  summary: "Gives a language model a task and tools, and lets it work until it has an answer.",
  category: "ai",
  keywords: [
    "agent",
    "tools",
    "tool calling",
    "function calling",
    "assistant",
    "autonomous",
    "react",
    "memory",
    "chatbot",
    "mcp",
  ],
  effect: "steps",
  repeat: repeatOfModel,
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    ...model,
    system: promptText.default(""),
    prompt: promptText.refine((text) => text.trim() !== "", "Say what the agent is to do."),
    tools: toolsConfig,
    memory: z
      .strictObject({
        conversation: plainText.default(""),
        window: wholeAbove(100).default(10),
        summarise: z.boolean("Choose yes or no.").default(true),
      })
      .default({ conversation: "", window: 10, summarise: true }),
    maxSteps: wholeAbove(limits.agentTurns).default(10),
    maxTokens: optional(wholeAbove(100_000_000, 100)),
    maxCost: optional(
      z.coerce.number({ error: "Give an amount in dollars, such as 0.25." }).positive("Give an amount above 0."),
    ),
    timeoutMs: optional(wholeAbove(24 * 60 * 60 * 1_000, 1_000)),
    onLimit: z.enum(["fail", "answer"], "Choose what happens at a limit.").default("fail"),
    resultCharacters: wholeAbove(400_000, 200).default(20_000),
    temperature,
  }),
  defaults: { model: "demo/writer", prompt: "{{ input }}", tools: [] },
  usesNodes: nodesAmongTools,
  fixedFields: [
    "tools.*.kind",
    "tools.*.name",
    "tools.*.type",
    "tools.*.version",
    "tools.*.open",
    "tools.*.method",
    "tools.*.parameters",
    "tools.*.credential",
    "tools.*.idempotent",
  ],
  fields: {
    model: modelField,
    system: {
      widget: "template",
      label: "Instructions",
      help: "Who the agent is to be, and what it always keeps to.",
      placeholder: "You answer customers of a lamp shop. Look things up before you answer.",
    },
    prompt: {
      widget: "template",
      label: "Task",
      help: "What it is to do or to answer.",
      placeholder: "Answer this mail:\n{{ input.body }}",
    },
    tools: {
      widget: "tools",
      label: "Tools",
      help: "What the agent may use. It chooses by their names and descriptions, and sees what they give.",
    },
    memory: {
      widget: "memory",
      label: "Memory",
      help: "Runs with the same key share a conversation: the agent knows what was said in it before.",
    },
    maxSteps: {
      widget: "number",
      label: "Turns at most",
      help: "How often the model is asked. Each turn ends with an answer, or with tools to use.",
      advanced: true,
    },
    maxTokens: {
      widget: "number",
      label: "Tokens at most",
      help: "Read and written, over all turns. Unless set, no limit.",
      placeholder: "50000",
      advanced: true,
    },
    maxCost: {
      widget: "number",
      label: "Cost at most",
      help: "Over all turns, for models on the list of prices. Unless set, no limit.",
      placeholder: "0.25",
      unit: "$",
      advanced: true,
    },
    timeoutMs: {
      widget: "number",
      label: "Time at most",
      help: "Of its own work: waiting for a person does not count. Unless set, only each single call has a limit.",
      placeholder: "120000",
      unit: "ms",
      advanced: true,
    },
    onLimit: {
      widget: "select",
      label: "At a limit",
      options: [
        { value: "fail", label: "Fail, saying what was spent" },
        { value: "answer", label: "Answer with what there is" },
      ],
      advanced: true,
    },
    resultCharacters: {
      widget: "number",
      label: "Characters of a result",
      help: "What a tool gives is cut there before the model sees it.",
      advanced: true,
    },
    temperature: {
      widget: "number",
      label: "Temperature",
      help: "0 is sober, 1 lively, 2 wild. Unless set, what the model's provider finds best. Some models know none.",
      placeholder: "0.2",
      advanced: true,
    },
    ...fieldsBelow,
  },
  output: z.object({
    text: z.string(),
    turns: z.number(),
    calls: z.array(z.object({ tool: z.string(), failed: z.boolean(), ms: z.number() })),
    stoppedBy: z.enum(["turns", "tokens", "cost", "time"]).nullable(),
    uncertain: z.object({ calls: z.number(), cost: z.number().nullable() }),
    ...answerFacts,
  }),
  describe: shownModel,
  parts: partsAmongTools,
});
