import { z } from "zod";
import { limits } from "../config/limits.ts";
import type { Repeat } from "../engine/graph.ts";
import type { JsonObject } from "../engine/json.ts";
import { plainText, wholeNumber } from "./config-schemas.ts";
import type { FieldSpec } from "./define.ts";
import { durationMs } from "./duration.ts";

/** Settings that every node with a language model has, and how its form shows them. */

const modelName = z
  .string({ error: "Choose a model." })
  .trim()
  .refine((name) => name === "" || /^[^/]+\/.+/.test(name), "A model is written as provider/model.");

/** An empty field in the form is a setting that is not made. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());

const DURATION = "Write how long, as in 30m, 12h or 7d; 30 days at most.";
/** Comes out as milliseconds. */
const duration = z.string({ error: DURATION }).transform((text, ctx) => {
  const ms = durationMs(text);
  if (ms !== null && ms > 0 && ms <= limits.modelCacheMs) return ms;
  ctx.addIssue({ code: "custom", message: DURATION });
  return z.NEVER;
});

export const modelConfig = {
  model: modelName.default(""),
  fallbacks: z
    .array(modelName, { error: "Give a list of models." })
    .max(5, "Give five models at most.")
    .transform((names) => names.filter((name) => name !== ""))
    .default([]),
  maxTokens: optional(wholeNumber({ min: 1, max: 1_000_000, message: "Give a whole number from 1 to 1,000,000." })),
  askAfterCrash: z.boolean({ error: "Choose yes or no." }).default(false),
};

/** Only for nodes that hand it on with their call. */
export const cacheFor = optional(duration);

export const temperature = optional(
  z.coerce
    .number({ error: "Give a number from 0 to 2." })
    .min(0, "Give a number from 0 to 2.")
    .max(2, "Give a number from 0 to 2."),
);

export const promptText = z.union([plainText, z.unknown().transform((value) => JSON.stringify(value ?? ""))]);

export const modelField: FieldSpec = {
  widget: "model",
  label: "Model",
  help: "Whose account is used, and which of its models. The demo needs no account and does not think.",
  models: "language",
  required: true,
};

export const modelFieldsBelow = {
  fallbacks: {
    widget: "models",
    label: "Fallback models",
    help: "Asked one after the other when the model before is not reached, refuses or breaks off.",
    models: "language",
    advanced: true,
  },
  maxTokens: {
    widget: "number",
    label: "Tokens to write at most",
    help: "A token is about three quarters of a word. Unless set, as many as the model likes.",
    placeholder: "1000",
    advanced: true,
  },
  askAfterCrash: {
    widget: "switch",
    label: "Ask before paying twice",
    help: "When the server stops in the middle of a call, a person is asked before it is made again. Off: it is made again by itself. When on, a call that fails is not repeated by itself either.",
    advanced: true,
  },
} as const satisfies Record<string, FieldSpec>;

export const cacheForField: FieldSpec = {
  widget: "duration",
  label: "Remember answers for",
  help: "The very same question is then answered as before, for nothing, until the answer is that old. Unless set, it is asked each time.",
  placeholder: "12h",
  advanced: true,
};

/** A question changes nothing in the world: it may be asked again, unless somebody wants to be asked before it is paid again. */
export function repeatOfModel(config: JsonObject): Repeat {
  return config.askAfterCrash === true ? "unsafe" : "safe";
}

const usageSchema = z.object({
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  cachedInputTokens: z.number().nullable(),
  reasoningTokens: z.number().nullable(),
});

/** What tells how an answer came about, in every output. */
export const answerFacts = {
  usage: usageSchema,
  cost: z.number().nullable(),
  model: z.string(),
  finishReason: z.enum(["stop", "length", "content-filter", "other"]),
  cached: z.literal(true).optional(),
};

/** The model's own name, for a card's second line. */
export function shownModel(config: JsonObject): string {
  const { model } = config;
  if (typeof model !== "string") return "";
  const name = model.slice(model.indexOf("/") + 1);
  return name.includes("{{") ? "" : name;
}
