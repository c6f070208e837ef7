import "server-only";
import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { users } from "#db/schema/auth.ts";
import { credentials } from "#db/schema/credentials.ts";
import type { Credential } from "../api/contracts/credentials.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import { AppError } from "../errors.ts";

/** All of these see the workspace of their transaction only. */

const columns = {
  id: credentials.id,
  name: credentials.name,
  type: credentials.type,
  fields: credentials.fields,
  createdBy: { id: users.id, name: users.name },
  createdAt: credentials.createdAt,
  updatedAt: credentials.updatedAt,
  lastUsedAt: credentials.lastUsedAt,
};

function select(tx: Tx) {
  return tx.select(columns).from(credentials).leftJoin(users, eq(users.id, credentials.createdBy));
}

function toCredential(row: Awaited<ReturnType<typeof select>>[number]): Credential {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

export async function listCredentials(
  tx: Tx,
  { cursor, limit, type }: { cursor?: string | undefined; limit: number; type?: string | undefined },
): Promise<{ items: Credential[]; nextCursor: string | null }> {
  const name = sql<string>`lower(${credentials.name})`;
  const shape = z.tuple([z.string().max(200), z.string().max(64)]);
  const [afterName, afterId] = cursor === undefined ? [] : decodeCursor(cursor, shape);
  const after =
    afterName === undefined || afterId === undefined
      ? undefined
      : or(gt(name, afterName), and(eq(name, afterName), gt(credentials.id, afterId)));
  const rows = await select(tx)
    .where(and(after, type === undefined ? undefined : eq(credentials.type, type)))
    .orderBy(asc(name), asc(credentials.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.name.toLowerCase(), row.id]);
  return { items: items.map(toCredential), nextCursor };
}

/** @throws AppError `not_found` (404) */
export async function readCredential(tx: Tx, id: string): Promise<Credential> {
  const [row] = await select(tx).where(eq(credentials.id, id));
  if (!row) throw credentialNotFound();
  return toCredential(row);
}

export function credentialNotFound(): AppError {
  return new AppError("not_found", 404, "There is no such credential. It may have been deleted.");
}
