import { bigint, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { workspaces } from "./auth.ts";
import { at, bytea } from "./columns.ts";

/** What runs and webhooks keep beside their JSON. A file is there for readers once `completed_at` is set. */
export const files = pgTable(
  "files",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** Run that made it; null for what came in before a run was there. No foreign key: runs are written in batches. */
    runId: text("run_id"),
    name: text("name").notNull(),
    mediaType: text("media_type").notNull(),
    /** Bytes; as written so far while it is being written. */
    size: bigint("size", { mode: "number" }).notNull(),
    /** SHA-256 of the content, hex; empty while it is being written. */
    sha256: text("sha256").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    completedAt: at("completed_at"),
  },
  (t) => [index("files_age").on(t.createdAt), index("files_run").on(t.runId)],
);

/** The content in pieces of 1 MiB, the last one shorter. */
export const fileChunks = pgTable(
  "file_chunks",
  {
    fileId: text("file_id")
      .notNull()
      .references(() => files.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    workspaceId: text("workspace_id").notNull(),
    data: bytea("data").notNull(),
  },
  (t) => [primaryKey({ columns: [t.fileId, t.number] })],
);
