import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { RunError, RunState, TriggerType, WaitKind } from "../../lib/engine/events.ts";
import type { Json } from "../../lib/engine/json.ts";
import { workspaces } from "./auth.ts";
import { at, bytea, jsonText } from "./columns.ts";

/**
 * One summary row a run, written in the transaction of the journal's chunks. No foreign key to workflow or version: a
 * commit of 200 runs would lock their rows, and a run outlives what it was started from.
 */
export const runs = pgTable(
  "runs",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id").notNull(),
    workflowId: text("workflow_id").notNull(),
    versionId: text("version_id").notNull(),
    triggerNodeId: text("trigger_node_id").notNull(),
    triggerType: text("trigger_type").$type<TriggerType>().notNull(),
    mode: text("mode").$type<"live" | "draft" | "test">().notNull(),
    state: text("state").$type<RunState>().notNull(),
    /** Last number given out in this run's journal. */
    seq: integer("seq").notNull(),
    /** Instance that walks it, `inngest`, or null while nobody does. */
    owner: text("owner"),
    /** Counts up with every change of owner; fences the walk before it. */
    epoch: integer("epoch").notNull(),
    priority: integer("priority").notNull().default(0),
    concurrencyKey: text("concurrency_key"),
    concurrencyLimit: integer("concurrency_limit"),
    parentRunId: text("parent_run_id"),
    /** Code that walked last. */
    build: text("build").notNull(),
    createdAt: at("created_at").notNull(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    /** Earliest deadline of its waits; null when only an answer can wake it. */
    wakeAt: at("wake_at"),
    error: jsonText<RunError>("error"),
    nodesSettled: integer("nodes_settled").notNull().default(0),
    handledFailures: integer("handled_failures").notNull().default(0),
    /** Calls of models, and what they came to; the unpriced ones are not in the cost. */
    modelCalls: integer("model_calls").notNull().default(0),
    unpricedCalls: integer("unpriced_calls").notNull().default(0),
    inputTokens: bigint("input_tokens", { mode: "number" }).notNull().default(0),
    outputTokens: bigint("output_tokens", { mode: "number" }).notNull().default(0),
    /** Billionths of a US dollar. */
    costNano: bigint("cost_nano", { mode: "number" }).notNull().default(0),
    /** `<workflow>/<trigger node>` and key of the caller: unique for a day (lib/config/limits.ts). */
    idempotencyScope: text("idempotency_scope"),
    idempotencyKey: text("idempotency_key"),
    /** SHA-256 of the request under that key. */
    idempotencyHash: text("idempotency_hash"),
    /** Somebody watches on another process until then. */
    watchedUntil: at("watched_until"),
  },
  (t) => [
    index("runs_workflow").on(t.workspaceId, t.workflowId, t.id),
    index("runs_open").on(t.state, t.owner).where(sql`${t.state} in ('queued', 'running', 'waiting', 'compensating')`),
    // Failed runs are few among many and are what people look for.
    index("runs_failed").on(t.workspaceId, t.id).where(sql`${t.state} = 'failed'`),
    index("runs_wake").on(t.wakeAt).where(sql`${t.state} = 'waiting'`),
    uniqueIndex("runs_idempotency")
      .on(t.workspaceId, t.idempotencyScope, t.idempotencyKey)
      .where(sql`${t.idempotencyKey} is not null`),
  ],
);

/** The append-only events of a run, one row a flush (lib/runs/journal-codec.ts reads `events`). */
export const runJournal = pgTable(
  "run_journal",
  {
    runId: text("run_id").notNull(),
    seqFrom: integer("seq_from").notNull(),
    seqTo: integer("seq_to").notNull(),
    /** Node path (or `<path>/<name>#<n>`) of a step's result: written once, ever. */
    stepKey: text("step_key"),
    workspaceId: text("workspace_id").notNull(),
    events: bytea("events").notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.seqFrom] }), uniqueIndex("run_journal_step").on(t.runId, t.stepKey)],
);

/** Stored questions to the world. Written before anyone is told; the answer is stored before the run is woken. */
export const waits = pgTable(
  "waits",
  {
    runId: text("run_id").notNull(),
    path: text("path").notNull(),
    workspaceId: text("workspace_id").notNull(),
    kind: text("kind").$type<WaitKind>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    deadline: at("deadline"),
    answer: jsonText<Json>("answer"),
    answeredAt: at("answered_at"),
    answeredBy: text("answered_by"),
  },
  (t) => [primaryKey({ columns: [t.runId, t.path] })],
);

/**
 * What nodes under way have written so far, for who watches from another process than the one that walks. Unlogged: a crash
 * may forget it, the journal has the whole.
 */
export const runProgress = pgTable(
  "run_progress",
  {
    runId: text("run_id").notNull(),
    path: text("path").notNull(),
    workspaceId: text("workspace_id").notNull(),
    /** Last number of the journal when this was written: what came later has overtaken it. */
    seq: integer("seq").notNull(),
    /** JSON, which can hold any text. */
    text: jsonText<string>("text").notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.path] })],
);

/** Processes that walk runs. A run's lease is `(owner, epoch)`; only instances heartbeat. */
export const instances = pgTable("instances", {
  id: text("id").primaryKey(),
  role: text("role").$type<"web" | "worker" | "all">().notNull(),
  epoch: integer("epoch").notNull(),
  build: text("build").notNull(),
  startedAt: at("started_at").notNull(),
  heartbeatAt: at("heartbeat_at").notNull(),
});

/** What must reach another system after the commit that decided it. */
export const outbox = pgTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    kind: text("kind").$type<"run.requested" | "run.cancel" | "run.answered">().notNull(),
    runId: text("run_id").notNull(),
    payload: jsonText<Json>("payload").notNull(),
    attempts: integer("attempts").notNull().default(0),
    nextAt: at("next_at").notNull().defaultNow(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("outbox_due").on(t.nextAt)],
);

/** Remembered answers of REST writes that carried an `Idempotency-Key`. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    route: text("route").notNull(),
    key: text("key").notNull(),
    bodyHash: text("body_hash").notNull(),
    status: integer("status"),
    response: text("response"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.route, t.key] }), index("idempotency_keys_age").on(t.createdAt)],
);
