import { z } from "zod";
import { limits } from "../../config/limits.ts";
import type { Json } from "../../engine/json.ts";
import { jsonValue, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";
import { webhookAuth } from "./auth.ts";
import { isCallerRule } from "./caller-rule.ts";
import { webhookPath } from "./webhook-path.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const MAX_BYTES = 32 * 1024 * 1024;
const originRule = z
  .string()
  .trim()
  .refine(
    (text) => text === "*" || (URL.parse(text)?.origin === text && /^https?:/.test(text)),
    "Give sites such as https://shop.example.com, without a path, or * for all.",
  );
const textRecord = z.record(z.string(), z.string());

export const definition = defineNode({
  type: "trigger.webhook",
  version: 1,
  title: "Webhook",
  summary: "When another system calls an address of this workflow.",
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
    auth: webhookAuth.default({
      kind: "none",
      credential: "",
      style: "github",
      header: "x-signature",
      encoding: "hex",
    }),
    allowFrom: z
      .array(z.string().refine(isCallerRule, "Give addresses such as 203.0.113.7 or ranges such as 203.0.113.0/24."))
      .max(200, "At most 200 addresses.")
      .default([]),
    cors: z.array(originRule).max(50, "At most 50 sites.").default([]),
    maxBytes: wholeNumber({
      min: 1,
      max: MAX_BYTES,
      message: "Give a size from 1 to 33,554,432 bytes (32 MiB).",
    }).default(limits.requestBodyBytes),
    perMinute: wholeNumber({
      min: 0,
      max: limits.webhookPerMinuteMost,
      message: `Give a number of calls up to ${limits.webhookPerMinuteMost.toLocaleString("en-US")}; 0 for as many as come.`,
    }).default(0),
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
    auth: {
      widget: "webhook-auth",
      label: "Who may call",
      help: "Without a proof, whoever knows the address.",
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
    allowFrom: {
      widget: "list",
      label: "Only from",
      help: "Addresses or ranges that may call. Nothing: from anywhere.",
      placeholder: "203.0.113.0/24",
      advanced: true,
    },
    cors: {
      widget: "list",
      label: "Pages that may call",
      help: "Sites whose pages may call it and read the answer; * for all.",
      placeholder: "https://shop.example.com",
      advanced: true,
    },
    perMinute: {
      widget: "number",
      label: "Calls at most",
      help: "Calls that are taken; others get 429 and are told when to come again. 0: as many as come.",
      unit: "a minute",
      advanced: true,
    },
    maxBytes: { widget: "number", label: "Largest body", help: "Larger ones get 413.", unit: "bytes", advanced: true },
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
