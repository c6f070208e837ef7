import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant } from "../schemas.ts";
import { workflowParams } from "./workflows.ts";

const tag = "Runs";
const states = ["queued", "running", "waiting", "compensating", "completed", "failed", "cancelled"] as const;
const stateSchema = z.enum(states);
const triggerTypes = ["manual", "webhook", "schedule", "chat", "rerun"] as const;

const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.json().optional(),
  node: z.string().optional().describe("Key of the node it happened in."),
});

const modelSumsSchema = z.object({
  calls: z.int(),
  unpricedCalls: z.int().describe("Of no known price: what they cost is not in `cost`."),
  inputTokens: z.int(),
  outputTokens: z.int(),
  cost: z.number().describe("US dollars."),
});
export type RunModels = z.infer<typeof modelSumsSchema>;

export const runSchema = z.object({
  id: idSchema("run"),
  workflowId: idSchema("wf"),
  workflowName: z.string().nullable().describe("Null once the workflow is deleted."),
  versionId: idSchema("ver"),
  versionNumber: z.int().nullable().describe("Null for a run of the draft."),
  triggerNodeId: z.string(),
  triggerType: z.enum(triggerTypes),
  mode: z.enum(["live", "draft", "test"]),
  state: stateSchema,
  parentRunId: idSchema("run").nullable().describe("The run that this one repeats."),
  seq: z.int().describe("Number of the last entry of its journal."),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  error: errorSchema.nullable(),
  nodesSettled: z.int(),
  handledFailures: z.int(),
  models: modelSumsSchema.describe("What its calls of models came to."),
});
export type Run = z.infer<typeof runSchema>;

const runParams = z.object({ id: idSchema("run") });

/** `30s`, `500ms`, `1m`: how long the caller is willing to wait. */
const waitSchema = z
  .string()
  .regex(/^\d{1,6}(ms|s|m)$/, "A time such as 500ms, 30s or 1m.")
  .describe(
    "How long to wait for the run's output: `500ms`, `30s`, `1m`. A run that takes longer answers as without it.",
  )
  .transform((text) => {
    const [, amount = "0", unit = "s"] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
    return Number(amount) * { ms: 1, s: 1_000, m: 60_000 }[unit as "ms" | "s" | "m"];
  });

export const startRun = contract({
  name: "startRun",
  method: "POST",
  path: "/workflows/:id/runs",
  summary: "Start a run; with `wait` the answer is the run's output once it has one",
  tag,
  permission: "runs:write",
  params: workflowParams,
  query: z.strictObject({ wait: waitSchema.optional() }),
  body: z.strictObject({
    input: z
      .json()
      .default(null)
      .describe("What the trigger receives. For a webhook trigger: the whole request, or its body alone."),
    version: z
      .union([z.enum(["draft", "published"]), idSchema("ver")])
      .default("published")
      .describe("What to run: the draft as it is saved, the published version, or one by its id."),
    trigger: z.string().max(64).optional().describe("Node id of the trigger; else the manual one, else the first."),
  }),
  status: 202,
  problems: ["not_published", "no_trigger", "document_has_problems", "version_not_runnable", "queue_full"],
  result: z.object({ run: runSchema, output: z.json().optional() }),
  idempotency: "handler",
});

/** One of the words, or several with commas between them. */
function oneOrMore<const T extends readonly string[]>(words: T) {
  const isWord = (word: string): word is T[number] => words.includes(word);
  return z
    .string()
    .max(200)
    .transform((text) => text.split(","))
    .refine((given): given is T[number][] => given.every(isWord), `Choose from ${words.join(", ")}.`);
}

const listQuery = z.strictObject({
  ...pageQuery,
  state: oneOrMore(states).optional().describe("One state, or several with commas between them."),
  trigger: oneOrMore(triggerTypes).optional().describe("What started them; several with commas between them."),
  since: instant.optional().describe("Started at this time or later."),
  until: instant.optional().describe("Started before this time."),
});

export const listWorkflowRuns = contract({
  name: "listWorkflowRuns",
  method: "GET",
  path: "/workflows/:id/runs",
  summary: "Runs of a workflow, newest first",
  tag,
  permission: "runs:read",
  params: workflowParams,
  query: listQuery,
  status: 200,
  result: page(runSchema),
});

export const listRuns = contract({
  name: "listRuns",
  method: "GET",
  path: "/runs",
  summary: "Runs of the workspace, newest first",
  tag,
  permission: "runs:read",
  query: listQuery.extend({ workflow: idSchema("wf").optional() }),
  status: 200,
  result: page(runSchema),
});

export const getRun = contract({
  name: "getRun",
  method: "GET",
  path: "/runs/:id",
  summary: "One run; with `at` as it was after that entry of its journal",
  tag,
  permission: "runs:read",
  params: runParams,
  query: z.strictObject({ at: z.coerce.number().int().min(0).optional() }),
  status: 200,
  result: runSchema.extend({ output: z.json().optional().describe("Of a completed run.") }),
});

export const nodeRunSchema = z.object({
  path: z.string().describe("The node's key, with its iteration path."),
  status: z.string(),
  attempts: z.int(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  ms: z.number().nullable(),
  ports: z.array(z.string()),
  error: errorSchema.nullable(),
  output: z.json().optional(),
  iterations: z
    .object({
      total: z.int().nullable().describe("Items; null where that is not known before."),
      done: z.int(),
      failed: z.int(),
      cancelled: z.int(),
      running: z.int(),
    })
    .nullable()
    .describe("Of a loop: how often it went round so far."),
  models: modelSumsSchema.nullable().describe("What its calls of models came to; null where it made none."),
});

export const iterationRunSchema = z.object({
  path: z.string().describe("`loop[3]`; nodes of it are asked for with `inside`."),
  index: z.int(),
  status: z.string(),
  finishedAt: instant.nullable(),
  ms: z.number().nullable(),
  error: errorSchema.nullable(),
});
export type IterationRun = z.infer<typeof iterationRunSchema>;

export type NodeRun = z.infer<typeof nodeRunSchema>;

export const listRunNodes = contract({
  name: "listRunNodes",
  method: "GET",
  path: "/runs/:id/nodes",
  summary: "What each node of the run came to",
  tag,
  permission: "runs:read",
  params: runParams,
  query: z.strictObject({
    at: z.coerce.number().int().min(0).optional(),
    inside: z
      .string()
      .max(1_000)
      .optional()
      .describe("A round of a loop, `loop[3]`: its nodes instead of those outside."),
    rounds: z.string().max(1_000).optional().describe("A loop: its rounds as well, from `from`, at most 200."),
    from: z.coerce.number().int().min(0).default(0),
  }),
  status: 200,
  result: z.object({ items: z.array(nodeRunSchema), rounds: z.array(iterationRunSchema).optional() }),
});

export const getRunJournal = contract({
  name: "getRunJournal",
  method: "GET",
  path: "/runs/:id/journal",
  summary: "The run's journal: everything that happened, in order",
  tag,
  permission: "runs:read",
  params: runParams,
  query: z.strictObject({ after: z.coerce.number().int().min(0).default(0) }),
  status: 200,
  result: z.object({
    run: runSchema,
    entries: z.array(z.object({ seq: z.int(), event: z.looseObject({ type: z.string(), at: z.number() }) })),
  }),
});

export const cancelRun = contract({
  name: "cancelRun",
  method: "POST",
  path: "/runs/:id/cancel",
  summary: "End a run; what it is doing is told to stop",
  tag,
  permission: "runs:write",
  params: runParams,
  status: 200,
  problems: ["run_ended"],
  result: runSchema,
  idempotency: "handler",
});

export const cancelRuns = contract({
  name: "cancelRuns",
  method: "POST",
  path: "/runs/cancel",
  summary: "End several runs; those that have ended meanwhile are left as they are",
  tag,
  permission: "runs:write",
  body: z.strictObject({
    ids: z.array(idSchema("run")).min(1).max(limits.runsPerRequest, `${limits.runsPerRequest} runs at most at once.`),
  }),
  status: 200,
  result: z.object({ cancelled: z.array(idSchema("run")), hadEnded: z.array(idSchema("run")) }),
  idempotency: "handler",
});

export const rerunRun = contract({
  name: "rerunRun",
  method: "POST",
  path: "/runs/:id/rerun",
  summary: "Run it again from the beginning with the same input: a new run, with this one as its parent",
  tag,
  permission: "runs:write",
  params: runParams,
  body: z
    .strictObject({
      version: z
        .enum(["same", "published", "draft"])
        .default("same")
        .describe("The version the run was made with, the one that is published now, or the draft as it is saved."),
    })
    .default({ version: "same" }),
  status: 202,
  problems: [
    "workflow_deleted",
    "not_published",
    "no_trigger",
    "no_input",
    "document_has_problems",
    "version_not_runnable",
    "queue_full",
  ],
  result: runSchema,
  idempotency: "handler",
});

export const resolveNode = contract({
  name: "resolveNode",
  method: "POST",
  path: "/runs/:id/nodes/:path/resolve",
  summary: "Say what became of an execution that was lost with its server",
  tag,
  permission: "runs:write",
  params: runParams.extend({ path: z.string().min(1).max(500) }),
  body: z.discriminatedUnion("action", [
    z.strictObject({ action: z.literal("retry") }),
    z.strictObject({ action: z.literal("fail") }),
    z.strictObject({ action: z.literal("complete"), output: z.json().default(null) }),
  ]),
  status: 202,
  problems: ["not_waiting"],
  result: runSchema,
  idempotency: "handler",
});
