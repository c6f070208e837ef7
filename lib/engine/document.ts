import { z } from "zod";
import { limits } from "../config/limits.ts";
import { DOCUMENT_SCHEMA_VERSION } from "./empty-document.ts";
import type { Json } from "./json.ts";

/**
 * The saved graph. Unknown node types and newer versions are data, not errors: they load as "missing node" and are kept
 * as they are; compile is what refuses to run them. Unknown *fields* are refused, so that a typo is never swallowed.
 */
const jsonSchema: z.ZodType<Json> = z.json() as z.ZodType<Json>;

/** Names that start an expression and so cannot be node keys. */
export const reservedKeys: ReadonlySet<string> = new Set([
  "trigger",
  "input",
  "item",
  "index",
  "state",
  "result",
  "run",
  "workflow",
  "vars",
  "now",
  "credential",
  "true",
  "false",
  "null",
  "undefined",
  "typeof",
  "in",
  "this",
  "new",
  "import",
  "uuid",
  "random",
  "NaN",
  "Infinity",
  "Math",
  "JSON",
  "Object",
  "Array",
  "String",
  "Number",
  "Boolean",
  "Date",
  "constructor",
  "__proto__",
  "prototype",
]);

export const nodeKeySchema = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_]{0,63}$/,
    "A key starts with a lower-case letter and holds letters, digits and _ (64 at most).",
  )
  .refine((key) => !reservedKeys.has(key), "This word is used by expressions; choose another key.");

const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, "An id holds letters, digits, _ and -.");

export const retryPolicySchema = z.strictObject({
  attempts: z.int().min(1).max(limits.nodeAttempts),
  backoff: z.enum(["exponential", "fixed"]).default("exponential"),
  baseMs: z.int().min(0).max(3_600_000).default(500),
  maxMs: z.int().min(0).max(86_400_000).default(30_000),
  jitter: z.boolean().default(true),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

export const nodePolicySchema = z.strictObject({
  retry: retryPolicySchema.optional(),
  timeoutMs: z.int().min(1).max(86_400_000).optional(),
  onError: z.enum(["fail", "continue", "port"]).optional(),
  onUncertain: z.enum(["retry", "ask", "fail"]).optional(),
  compensate: idSchema.optional(),
});
export type NodePolicy = z.infer<typeof nodePolicySchema>;

export const documentNodeSchema = z.strictObject({
  id: idSchema,
  key: nodeKeySchema,
  type: z.string().min(1).max(128),
  version: z.int().min(1),
  label: z.string().max(200).optional(),
  note: z.string().max(10_000).optional(),
  parent: idSchema.nullable().optional(),
  disabled: z.boolean().optional(),
  position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
  config: z.record(z.string(), jsonSchema),
  policy: nodePolicySchema.optional(),
});
export type DocumentNode = z.infer<typeof documentNodeSchema>;

export const documentEdgeSchema = z.strictObject({
  id: idSchema,
  source: idSchema,
  sourcePort: z.string().min(1).max(64).default("out"),
  target: idSchema,
  targetPort: z.string().min(1).max(64).default("in"),
});
export type DocumentEdge = z.infer<typeof documentEdgeSchema>;

export const documentSettingsSchema = z.strictObject({
  timezone: z.string().max(64).optional(),
  timeoutMs: z.int().min(1).optional(),
  maxAgeMs: z.int().min(1).optional(),
  onFailure: z
    .strictObject({ workflow: z.string().optional(), branches: z.enum(["cancel", "finish"]).optional() })
    .optional(),
  concurrency: z
    .strictObject({ limit: z.int().min(1).max(10_000), key: z.string().max(limits.expressionBytes).optional() })
    .optional(),
  priority: z.int().min(-100).max(100).optional(),
  budget: z.strictObject({ usd: z.number().positive().optional(), tokens: z.int().positive().optional() }).optional(),
});
export type DocumentSettings = z.infer<typeof documentSettingsSchema>;

export const workflowDocumentSchema = z.strictObject({
  schemaVersion: z.literal(DOCUMENT_SCHEMA_VERSION),
  settings: documentSettingsSchema.optional(),
  nodes: z.array(documentNodeSchema).max(limits.documentNodes),
  edges: z.array(documentEdgeSchema).max(limits.documentEdges),
});
export type WorkflowDocument = z.infer<typeof workflowDocumentSchema>;
