import { bigint, date, doublePrecision, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { users, workspaces } from "./auth.ts";
import { at } from "./columns.ts";

const amount = (name: string) => bigint(name, { mode: "number" });

/**
 * What calls of models came to, a day (UTC), workflow and model. Written with the journal's entry of the call, in its commit; it
 * outlives the runs. `workflow_id` is empty for what no run asked: knowledge bases that take documents in.
 */
export const modelUsageDays = pgTable(
  "model_usage_days",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    day: date("day", { mode: "string" }).notNull(),
    workflowId: text("workflow_id").notNull(),
    /** `<kind of credential>/<model>`. */
    model: text("model").notNull(),
    /** All of them, also the next three. */
    calls: integer("calls").notNull().default(0),
    failedCalls: integer("failed_calls").notNull().default(0),
    /** Answered from the workspace's own cache, for nothing. */
    cachedCalls: integer("cached_calls").notNull().default(0),
    /** Of no known price: what they cost is not in `cost_nano`. */
    unpricedCalls: integer("unpriced_calls").notNull().default(0),
    inputTokens: amount("input_tokens").notNull().default(0),
    outputTokens: amount("output_tokens").notNull().default(0),
    /** Billionths of a US dollar, so that sums are exact. */
    costNano: amount("cost_nano").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.day, t.workflowId, t.model] })],
);

/** A workspace's own prices, before those of lib/ai/prices.ts. US dollars for a million tokens. */
export const modelPrices = pgTable(
  "model_prices",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    model: text("model").notNull(),
    input: doublePrecision("input").notNull(),
    output: doublePrecision("output").notNull(),
    /** Of the input: taken from the provider's cache, put into it. Null: as any other input. */
    cacheRead: doublePrecision("cache_read"),
    cacheWrite: doublePrecision("cache_write"),
    updatedAt: at("updated_at").notNull().defaultNow(),
    updatedBy: text("updated_by").references(() => users.id, { onDelete: "set null" }),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.model] })],
);

/** How much a workspace lets its models be used. Null: no limit. */
export const modelRules = pgTable("model_rules", {
  workspaceId: text("workspace_id")
    .primaryKey()
    .references(() => workspaces.id, { onDelete: "cascade" }),
  /** Of each credential that says nothing else. */
  requestsPerMinute: integer("requests_per_minute"),
  tokensPerMinute: integer("tokens_per_minute"),
  callsAtOnce: integer("calls_at_once"),
  /** Budgets of all workflows together, by the day and month of UTC. */
  dayUsd: doublePrecision("day_usd"),
  dayTokens: amount("day_tokens"),
  monthUsd: doublePrecision("month_usd"),
  monthTokens: amount("month_tokens"),
});

/** A call under way that a budget counts with: what it may come to at most. Gone once the call is journalled. */
export const modelHolds = pgTable(
  "model_holds",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** Empty outside of runs. */
    runId: text("run_id").notNull(),
    /** Of the node, or its sub-step: a later try of it says that this one was lost. */
    path: text("path").notNull(),
    attempt: integer("attempt").notNull(),
    /** Null: not known, so everything that is left. */
    costNano: amount("cost_nano"),
    tokens: amount("tokens"),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Renewed while the call is under way; older than this, its process is gone. */
    aliveUntil: at("alive_until").notNull(),
  },
  (t) => [index("model_holds_workspace").on(t.workspaceId, t.runId)],
);
