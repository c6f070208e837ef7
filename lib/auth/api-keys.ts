import "server-only";
import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { apiKeys, users } from "#db/schema/auth.ts";
import type { ApiKey } from "../api/contracts/api-keys.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { generateApiKey } from "./api-key.ts";
import { type Caller, callerMay } from "./caller.ts";
import type { Scope } from "./permissions.ts";

const columns = {
  id: apiKeys.id,
  name: apiKeys.name,
  prefix: apiKeys.prefix,
  scopes: apiKeys.scopes,
  createdBy: { id: users.id, name: users.name },
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  lastUsedAt: apiKeys.lastUsedAt,
};

function select(tx: Tx) {
  return tx.select(columns).from(apiKeys).leftJoin(users, eq(users.id, apiKeys.createdBy));
}

function toApiKey(row: Awaited<ReturnType<typeof select>>[number]): ApiKey {
  return {
    ...row,
    // Only scopes of the table are ever stored; one that a later version has dropped is shown as it is.
    scopes: row.scopes as Scope[],
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

export async function listApiKeys(
  tx: Tx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: ApiKey[]; nextCursor: string | null }> {
  const shape = z.tuple([z.string().max(64).regex(/^\w*$/)]);
  const before = cursor === undefined ? undefined : lt(apiKeys.id, decodeCursor(cursor, shape)[0]);
  const rows = await select(tx)
    .where(and(isNull(apiKeys.revokedAt), before))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.id]);
  return { items: items.map(toApiKey), nextCursor };
}

/**
 * The answer is the only place where the whole key is ever seen.
 * @throws AppError `scope_not_yours` (403): nobody gives away what they may not do themselves
 */
export async function createApiKey(
  tx: Tx,
  caller: Caller,
  wanted: { name: string; scopes: Scope[]; expiresAt?: string | undefined },
): Promise<ApiKey & { key: string }> {
  const beyond = wanted.scopes.filter((scope) => !mayGive(caller, scope));
  if (beyond.length > 0) {
    throw new AppError(
      "scope_not_yours",
      403,
      `You may not give a key what you may not do yourself: ${beyond.join(", ")}.`,
    );
  }
  const { key, prefix, hash } = generateApiKey();
  const id = newId("key");
  await tx.insert(apiKeys).values({
    id,
    workspaceId: caller.workspaceId,
    name: wanted.name,
    prefix,
    hash,
    scopes: [...new Set(wanted.scopes)],
    createdBy: caller.userId,
    expiresAt: wanted.expiresAt === undefined ? null : new Date(wanted.expiresAt),
  });
  const [row] = await select(tx).where(eq(apiKeys.id, id));
  if (!row) throw new Error("A key vanished in the transaction that stored it.");
  return { ...toApiKey(row), key };
}

/** @throws AppError `not_found` (404) */
export async function revokeApiKey(tx: Tx, id: string): Promise<void> {
  const open = and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt));
  const revoked = await tx.update(apiKeys).set({ revokedAt: sql`now()` }).where(open).returning({ id: apiKeys.id });
  if (revoked.length === 0) throw new AppError("not_found", 404, "There is no such API key, or it is revoked already.");
}

/** `*` from a person means "all that my role may", so any role may give it; a key needs to hold it. */
function mayGive(caller: Caller, scope: Scope): boolean {
  if (scope === "*") return caller.scopes === null || caller.scopes.includes("*");
  return callerMay(caller, scope);
}
