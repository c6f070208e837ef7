import { z } from "zod";
import { limits } from "../../config/limits.ts";
import type { Json } from "../../engine/json.ts";
import { jsonValue, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { webhookPath } from "./webhook-path.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const textRecord = z.record(z.string(), z.string());

export const definition = defineNode({
  type: "trigger.webhook",
  version: 1,
  title: "Webhook",
  summary: "Starts when another system sends a request to an address of this workflow.",
  category: "trigger",
  keywords: ["http", "url", "endpoint", "api", "callback", "receive", "post"],
  effect: "pure",
  inputs: [],
  ports: ["out"],
  config: z.strictObject({
    path: webhookPath,
    methods: z
      .array(z.enum(methods, `Choose from ${methods.join(", ")}.`))
      .min(1, "Choose at least one method.")
      .default(["POST"]),
    auth: z.strictObject({ kind: z.literal("none") }).default({ kind: "none" }),
    respond: z.enum(["immediately", "when-finished", "by-node"]).default("by-node"),
    timeoutMs: wholeNumber({
      min: 100,
      max: limits.syncWaitMs,
      message: `Give a time from 100 to ${limits.syncWaitMs} milliseconds.`,
    }).default(30_000),
  }),
  defaults: { path: "incoming", methods: ["POST"], auth: { kind: "none" }, respond: "by-node", timeoutMs: 30_000 },
  fields: {
    methods: {
      widget: "multi-select",
      label: "Methods",
      help: "The kinds of request that start the workflow. Most systems send POST.",
      options: methods.map((method) => ({ value: method, label: method })),
    },
    path: {
      widget: "text",
      label: "Path",
      help: "The end of the address. A part that starts with a colon takes any value, which is then in params.",
      placeholder: "orders/:id",
    },
    respond: {
      widget: "select",
      label: "Answer",
      help: "What the caller gets back, and when.",
      options: [
        { value: "immediately", label: "At once: accepted, with the run's address" },
        { value: "when-finished", label: "When finished: the workflow's output" },
        { value: "by-node", label: "By a Respond node (else the output)" },
      ],
    },
    timeoutMs: {
      widget: "number",
      label: "Wait at most",
      help: "After this time the caller gets 202 with the run's address, and the run goes on.",
      unit: "ms",
      showWhen: { key: "respond", in: ["when-finished", "by-node"] },
      advanced: true,
    },
  },
  output: z.object({
    method: z.string(),
    path: z.string(),
    params: textRecord,
    query: textRecord,
    headers: textRecord,
    body: jsonValue,
  }),
  describe: (config) =>
    `${methodsText(config.methods)} /${typeof config.path === "string" ? trimmed(config.path) : ""}`,
  trigger: "webhook",
});

function methodsText(value: Json | undefined): string {
  return Array.isArray(value) && value.length > 0 ? value.join(", ") : "POST";
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, "");
}
