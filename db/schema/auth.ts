import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, jsonText } from "./columns.ts";

/** People of the instance. A person belongs to no workspace by itself: `members` says where and as what. */
export const users = pgTable(
  "users",
  {
    id: text("id").primaryKey(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** argon2id, PHC string. */
    passwordHash: text("password_hash"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("users_email").on(sql`lower(${t.email})`)],
);

/** The revocable row behind each signed-in browser's JWT. */
export const sessions = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    userAgent: text("user_agent"),
    address: text("address"),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/** The tenants. Everything below one carries its `workspace_id`. */
export const workspaces = pgTable("workspaces", {
  id: text("id").primaryKey(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  timezone: text("timezone").notNull().default("UTC"),
  /** Runs that ended longer ago are removed, with all they stored. */
  retentionDays: integer("retention_days").notNull().default(30),
  /** Host rules (lib/outbound/host-rules.ts) of what may be called, and may not. */
  outboundAllow: jsonText<string[]>("outbound_allow").notNull().default(sql`'[]'`),
  outboundDeny: jsonText<string[]>("outbound_deny").notNull().default(sql`'[]'`),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** Who belongs to a workspace, and as what (lib/auth/permissions.ts). */
export const members = pgTable(
  "members",
  {
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role").$type<"owner" | "admin" | "editor" | "operator" | "viewer">().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] }), index("members_user").on(t.userId)],
);

/** Keys for programs. Only a hash is kept; what a key may do is also bounded by what its maker may do today. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** First characters of the key, for people to recognise it. */
    prefix: text("prefix").notNull(),
    /** SHA-256 of the whole key, hex. The key has 160 random bits, so a slow hash would add nothing. */
    hash: text("hash").notNull().unique(),
    scopes: text("scopes").array().notNull(),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at"),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [index("api_keys_workspace").on(t.workspaceId)],
);

/** Failed sign-ins per account and address; what the lock-out with backoff counts. Unknown accounts count alike. */
export const signInFailures = pgTable(
  "sign_in_failures",
  {
    /** SHA-256 (hex) of the lower-cased e-mail address that was typed. */
    account: text("account").notNull(),
    address: text("address").notNull(),
    failures: integer("failures").notNull(),
    lockedUntil: at("locked_until"),
    lastAt: at("last_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.account, t.address] })],
);
