import { bigint, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { workspaces } from "./auth.ts";
import { at } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** What an agent remembers of one conversation: one row for each key that a node of a workflow was given. */
export const agentConversations = pgTable(
  "agent_conversations",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** It goes with its workflow. */
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    nodeId: text("node_id").notNull(),
    /** As the node was given it: a person, a ticket, a chat. */
    key: text("key").notNull(),
    /** Stands for everything up to `summarised_to`. */
    summary: text("summary").notNull().default(""),
    /** `place` of the last exchange that is summed up; 0: none is. */
    summarisedTo: bigint("summarised_to", { mode: "number" }).notNull().default(0),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("agent_conversations_key").on(t.workflowId, t.nodeId, t.key),
    index("agent_conversations_age").on(t.workspaceId, t.updatedAt),
  ],
);

/** What was said in it, by one run each. */
export const agentExchanges = pgTable(
  "agent_exchanges",
  {
    place: bigint("place", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    conversationId: text("conversation_id")
      .notNull()
      .references(() => agentConversations.id, { onDelete: "cascade" }),
    /** `<run>/<path of the node>`, of the first of the runs that repeat each other: it says one thing. */
    saidBy: text("said_by").notNull(),
    asked: text("asked").notNull(),
    answered: text("answered").notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("agent_exchanges_said_by").on(t.conversationId, t.saidBy)],
);
