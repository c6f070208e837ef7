import "server-only";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { apiKeys, members, users, workspaces } from "#db/schema/auth.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { describeApiKey } from "./api-key.ts";
import { hashPassword } from "./password.ts";

export interface NewOwner {
  name: string;
  email: string;
  password: string;
  /** An `hk_…` key with all scopes. */
  apiKey?: string;
}

export async function hasAccounts(db: Database): Promise<boolean> {
  return db.withAuth(someoneIsThere);
}

/**
 * Makes the first account, its workspace and its ownership, once: of any number at the same time, one gets through.
 * @throws AppError `already_set_up` (409)
 */
export async function createOwner(db: Database, owner: NewOwner): Promise<{ userId: string; workspaceId: string }> {
  // Without this look, everybody who comes late would stand in the lock's line with a connection in hand.
  if (await hasAccounts(db)) throw alreadySetUp();
  return db.withAuth(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('heddle.first-owner', 0))`);
    if (await someoneIsThere(tx)) throw alreadySetUp();
    // Hashed behind the lock: a thousand first visits cost one hash.
    return insertOwner(tx, owner, await hashPassword(owner.password));
  });
}

async function insertOwner(tx: Tx, owner: NewOwner, passwordHash: string) {
  const userId = newId("usr");
  const workspaceId = newId("ws");
  await tx.insert(users).values({ id: userId, email: owner.email, name: owner.name, passwordHash });
  await tx.insert(workspaces).values({ id: workspaceId, slug: "main", name: "My workspace" });
  await tx.insert(members).values({ workspaceId, userId, role: "owner" });
  if (owner.apiKey !== undefined) {
    const { prefix, hash } = describeApiKey(owner.apiKey);
    const key = { id: newId("key"), workspaceId, createdBy: userId, name: "First key", prefix, hash, scopes: ["*"] };
    await tx.insert(apiKeys).values(key);
  }
  return { userId, workspaceId };
}

async function someoneIsThere(tx: Tx): Promise<boolean> {
  const rows = await tx.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

function alreadySetUp(): AppError {
  return new AppError(
    "already_set_up",
    409,
    "This Heddle has its owner already. Sign in, or ask the owner for an account.",
  );
}
