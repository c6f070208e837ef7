import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Json } from "../../lib/engine/json.ts";
import { users, workspaces } from "./auth.ts";
import { at, bytea, jsonText } from "./columns.ts";

/** Secrets of a workspace, sealed (lib/credentials/vault.ts); documents name them by id and never hold them. */
export const credentials = pgTable(
  "credentials",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** A folder of lib/credentials/types. */
    type: text("type").notNull(),
    /** What is not secret: addresses, names of headers. */
    fields: jsonText<Record<string, string>>("fields").notNull(),
    /** The secret fields as JSON, under the row's own data key. */
    sealed: bytea("sealed").notNull(),
    /** That data key, under the master key. */
    wrappedKey: bytea("wrapped_key").notNull(),
    /** Which master key: the beginning of its hash. */
    keyId: text("key_id").notNull(),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    /** When a step or a test last opened it; at most a minute behind. */
    lastUsedAt: at("last_used_at"),
  },
  (t) => [
    uniqueIndex("credentials_name").on(t.workspaceId, sql`lower(${t.name})`),
    index("credentials_key").on(t.keyId),
  ],
);

/** Values of a workspace that are not secret, `vars` in expressions. */
export const variables = pgTable(
  "variables",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** Wrapped, since a variable may well be null and its row's column may not. */
    value: jsonText<{ json: Json }>("value").notNull(),
    note: text("note").notNull().default(""),
    updatedAt: at("updated_at").notNull().defaultNow(),
    updatedBy: text("updated_by").references(() => users.id, { onDelete: "set null" }),
  },
  (t) => [uniqueIndex("variables_name").on(t.workspaceId, t.name)],
);
