import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { WorkflowDocument } from "../../lib/engine/document.ts";
import { users, workspaces } from "./auth.ts";
import { at, jsonText } from "./columns.ts";

const workspaceId = () =>
  text("workspace_id")
    .notNull()
    .references(() => workspaces.id, { onDelete: "cascade" });

/** What people edit: a name and the draft. Its published version, if any, is what triggers start. */
export const workflows = pgTable(
  "workflows",
  {
    id: text("id").primaryKey(),
    workspaceId: workspaceId(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    draft: jsonText<WorkflowDocument>("draft").notNull(),
    /** Counts up with every saved change; what `If-Match` names. */
    revision: integer("revision").notNull().default(1),
    publishedVersionId: text("published_version_id"),
    /** Revision of the draft that was published last. */
    publishedRevision: integer("published_revision"),
    /** Set while the triggers of the published version are stopped on purpose. */
    pausedAt: at("paused_at"),
    /** Set while it lies in the bin; emptied by age (lib/workflows/bin.ts). */
    deletedAt: at("deleted_at"),
    deletedBy: text("deleted_by").references(() => users.id, { onDelete: "set null" }),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    index("workflows_workspace").on(t.workspaceId, t.updatedAt),
    index("workflows_bin").on(t.deletedAt).where(sql`${t.deletedAt} is not null`),
  ],
);

/** Every saved diff: history, audit and co-editing come from it. */
export const workflowChanges = pgTable(
  "workflow_changes",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    workspaceId: workspaceId(),
    userId: text("user_id").references(() => users.id, { onDelete: "set null" }),
    at: at("at").notNull().defaultNow(),
    /** A `Diff` of lib/workflows/diff.ts. */
    diff: jsonText<unknown>("diff").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workflowId, t.revision] })],
);

/** Immutable documents that runs point at. `number` is null for a snapshot of a draft. */
export const versions = pgTable(
  "versions",
  {
    id: text("id").primaryKey(),
    workspaceId: workspaceId(),
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    number: integer("number"),
    /** SHA-256 (hex) of the canonical document without positions, labels and notes. */
    hash: text("hash").notNull(),
    document: jsonText<WorkflowDocument>("document").notNull(),
    note: text("note").notNull().default(""),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("versions_hash").on(t.workflowId, t.hash),
    uniqueIndex("versions_number").on(t.workflowId, t.number).where(sql`${t.number} is not null`),
  ],
);

/** Addresses of published webhook triggers. One row a method. */
export const webhooks = pgTable(
  "webhooks",
  {
    id: text("id").primaryKey(),
    workspaceId: workspaceId(),
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    versionId: text("version_id")
      .notNull()
      .references(() => versions.id, { onDelete: "cascade" }),
    nodeId: text("node_id").notNull(),
    method: text("method").notNull(),
    /** Path as written, `orders/:id`. */
    path: text("path").notNull(),
    /** The path with every parameter's name dropped, `orders/:`; what must be unique. */
    pattern: text("pattern").notNull(),
    /** False once unpublished: the door then answers 410 instead of 404. */
    active: boolean("active").notNull().default(true),
  },
  (t) => [
    uniqueIndex("webhooks_pattern").on(t.workspaceId, t.method, t.pattern).where(sql`${t.active}`),
    index("webhooks_workflow").on(t.workflowId),
  ],
);

/** Test addresses: calls that run the draft of a workflow while somebody listens. */
export const webhookTests = pgTable(
  "webhook_tests",
  {
    workflowId: text("workflow_id")
      .primaryKey()
      .references(() => workflows.id, { onDelete: "cascade" }),
    workspaceId: workspaceId(),
    /** Stands in the address; whoever knows it may call while somebody listens. */
    token: text("token").notNull(),
    /** Who listens, or did last. */
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Which of their open editors, as it called itself; null where a program listens. */
    listenerId: text("listener_id"),
    listeningUntil: at("listening_until").notNull(),
    /** Of the call that came last. */
    lastRunId: text("last_run_id"),
  },
  (t) => [uniqueIndex("webhook_tests_token").on(t.token)],
);

/** Published schedule triggers, with when each fires next; what the ticker claims. */
export const schedules = pgTable(
  "schedules",
  {
    id: text("id").primaryKey(),
    workspaceId: workspaceId(),
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    versionId: text("version_id")
      .notNull()
      .references(() => versions.id, { onDelete: "cascade" }),
    nodeId: text("node_id").notNull(),
    cron: text("cron"),
    everyMs: bigint("every_ms", { mode: "number" }),
    timezone: text("timezone").notNull(),
    missed: text("missed").$type<"skip" | "once" | "all">().notNull(),
    /** First publish: what "every" counts from. */
    anchorAt: at("anchor_at").notNull(),
    nextAt: at("next_at"),
    lastAt: at("last_at"),
    lastFiredAt: at("last_fired_at"),
    active: boolean("active").notNull().default(true),
  },
  (t) => [
    uniqueIndex("schedules_node").on(t.workflowId, t.nodeId),
    index("schedules_due").on(t.nextAt).where(sql`${t.active}`),
  ],
);
