import { z } from "zod";
import { contract } from "../contract.ts";
import { idSchema, instant, plainText } from "../schemas.ts";

const tag = "Models";
const day = z.iso.date("A day such as 2026-01-31.");

/** What calls of models came to. */
export const usageSums = {
  calls: z.int().describe("All of them, also those that failed or were answered from the cache."),
  failedCalls: z.int(),
  cachedCalls: z.int().describe("Answered from the workspace's own cache, for nothing."),
  unpricedCalls: z.int().describe("Of no known price: what they cost is not in `cost`."),
  inputTokens: z.int(),
  outputTokens: z.int(),
  cost: z.number().describe("US dollars."),
};

export const usageSchema = z.object({
  from: day,
  to: day,
  total: z.object(usageSums),
  days: z.array(z.object({ day, ...usageSums })).describe("Every day (UTC) from `from` to `to`."),
  workflows: z
    .array(
      z.object({
        workflowId: idSchema("wf")
          .nullable()
          .describe("Null for what no run asked: knowledge bases that read documents."),
        name: z.string().nullable().describe("Null once the workflow is deleted for good."),
        ...usageSums,
      }),
    )
    .describe("Dearest first."),
  models: z.array(z.object({ model: z.string(), ...usageSums })).describe("Dearest first."),
});
export type Usage = z.infer<typeof usageSchema>;

export const getUsage = contract({
  name: "getUsage",
  method: "GET",
  path: "/usage",
  summary: "What models were used and what they cost: by day, workflow and model. It outlives the runs",
  tag,
  permission: "runs:read",
  query: z.strictObject({
    from: day.optional().describe("Default: 29 days before `to`."),
    to: day.optional().describe("Default: today (UTC)."),
  }),
  status: 200,
  result: usageSchema,
});

const dollars = z
  .number("Give US dollars for a million tokens.")
  .min(0, "A price is not less than 0.")
  .max(1_000_000, "Give US dollars for a million tokens.");
const modelName = plainText(300).regex(
  /^[^/\s]+\/\S.*$/,
  "Write it as outputs do: kind/model, such as openai/gpt-5-mini.",
);

const price = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number().nullable().describe("Input that the provider took from its cache."),
  cacheWrite: z.number().nullable().describe("Input that it put there."),
});

export const modelPriceSchema = z.object({
  model: z.string().describe("`<kind of credential>/<model>`"),
  kind: z.enum(["language", "embedding"]),
  listed: price.nullable().describe("By Heddle's own list; null where the model is not on it."),
  own: price.extend({ updatedAt: instant }).nullable().describe("What the workspace says; it comes first."),
  isUsed: z.boolean().describe("Called within the last 90 days."),
});
export type ModelPriceRow = z.infer<typeof modelPriceSchema>;

export const listModelPrices = contract({
  name: "listModelPrices",
  method: "GET",
  path: "/model-prices",
  summary: "What models cost, in US dollars for a million tokens; also used ones whose price nobody knows",
  tag,
  permission: "workspace:read",
  status: 200,
  result: z.object({
    source: z.object({ name: z.string(), readOn: z.string() }).describe("Where the listed prices are from."),
    items: z.array(modelPriceSchema),
  }),
});

export const setModelPrice = contract({
  name: "setModelPrice",
  method: "PUT",
  path: "/model-prices",
  summary: "Say what a model costs; calls from now on are counted by it",
  tag,
  permission: "workspace:write",
  body: z.strictObject({
    model: modelName,
    input: dollars,
    output: dollars,
    cacheRead: dollars.nullable().default(null).describe("Null: as any other input."),
    cacheWrite: dollars.nullable().default(null),
  }),
  status: 204,
});

export const deleteModelPrice = contract({
  name: "deleteModelPrice",
  method: "DELETE",
  path: "/model-prices",
  summary: "Go by the list again",
  tag,
  permission: "workspace:write",
  query: z.strictObject({ model: modelName }),
  status: 204,
});

const count = z.int().min(1, "Give a whole number from 1.").max(1_000_000_000_000, "This is too many.").nullable();
const perMinute = z.int().min(1, "Give a whole number from 1.").max(1_000_000_000, "This is too many.").nullable();
const usd = z.number().positive("Give more than 0.").max(1_000_000_000, "This is too much.").nullable();

export const modelRulesSchema = z.strictObject({
  requestsPerMinute: perMinute.describe("Of each credential that says nothing else; null: no limit."),
  tokensPerMinute: perMinute,
  callsAtOnce: perMinute,
  dayUsd: usd.describe("What all workflows together may spend in a day (UTC)."),
  dayTokens: count,
  monthUsd: usd,
  monthTokens: count,
});
export type ModelRules = z.infer<typeof modelRulesSchema>;

export const getModelRules = contract({
  name: "getModelRules",
  method: "GET",
  path: "/model-rules",
  summary: "Budgets of the workspace, and how often its models are called",
  tag,
  permission: "workspace:read",
  status: 200,
  result: modelRulesSchema,
});

export const setModelRules = contract({
  name: "setModelRules",
  method: "PUT",
  path: "/model-rules",
  summary: "Change them; they hold for calls from now on",
  tag,
  permission: "workspace:write",
  body: modelRulesSchema,
  status: 204,
});
