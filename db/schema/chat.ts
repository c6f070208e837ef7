import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { ChatAnswer } from "../../lib/chat/answer-view.ts";
import { users, workspaces } from "./auth.ts";
import { at, jsonText } from "./columns.ts";
import { versions, workflows } from "./workflows.ts";

const workspaceId = () =>
  text("workspace_id")
    .notNull()
    .references(() => workspaces.id, { onDelete: "cascade" });

/** Published chat triggers: one a workflow. */
export const chats = pgTable(
  "chats",
  {
    workflowId: text("workflow_id")
      .primaryKey()
      .references(() => workflows.id, { onDelete: "cascade" }),
    workspaceId: workspaceId(),
    versionId: text("version_id")
      .notNull()
      .references(() => versions.id, { onDelete: "cascade" }),
    nodeId: text("node_id").notNull(),
    /** What programs call it by; made of the name when it is first published, and then never changed. */
    model: text("model").notNull(),
    /** As the trigger says; "" is the workflow's name. */
    title: text("title").notNull(),
    greeting: text("greeting").notNull(),
    suggestions: jsonText<string[]>("suggestions").notNull(),
    remember: integer("remember").notNull(),
    active: boolean("active").notNull().default(true),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("chats_model").on(t.workspaceId, t.model)],
);

/** What one member talks about with one chat. It outlives the workflow, as something to read. */
export const conversations = pgTable(
  "conversations",
  {
    id: text("id").primaryKey(),
    workspaceId: workspaceId(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    workflowId: text("workflow_id").references(() => workflows.id, { onDelete: "set null" }),
    title: text("title").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Of what was said last. */
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    index("conversations_of_member").on(t.workspaceId, t.userId, t.updatedAt),
    index("conversations_workflow").on(t.workflowId),
  ],
);

/** Questions and their answers. An answer is its run's until that has ended; then it is kept here, and the run may go. */
export const conversationMessages = pgTable(
  "conversation_messages",
  {
    id: text("id").primaryKey(),
    workspaceId: workspaceId(),
    conversationId: text("conversation_id")
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    /** Counts questions from 1. */
    turn: integer("turn").notNull(),
    /** 0 is the question itself, 1 its first answer, more are answers that it was asked again for. */
    attempt: integer("attempt").notNull(),
    /** Only of a question. */
    text: text("text"),
    /** Only of an answer; null while its run is not stored yet. */
    runId: text("run_id"),
    /** Only of an answer whose run has ended. */
    answer: jsonText<ChatAnswer>("answer"),
    /** What the browser calls the request that made it. */
    clientKey: text("client_key"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("conversation_messages_place").on(t.conversationId, t.turn, t.attempt),
    uniqueIndex("conversation_messages_key").on(t.conversationId, t.clientKey).where(sql`${t.clientKey} is not null`),
    index("conversation_messages_run").on(t.runId),
    index("conversation_messages_open").on(t.id).where(sql`${t.answer} is null and ${t.runId} is not null`),
  ],
);
