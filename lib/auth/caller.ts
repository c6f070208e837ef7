import "server-only";
import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { apiKeys, members, sessions } from "#db/schema/auth.ts";
import { bearerKey, describeApiKey } from "./api-key.ts";
import type { HostAuth } from "./host-auth.ts";
import { mayDo, type Permission, type Role } from "./permissions.ts";
import { readSessionCookie, type SessionToken } from "./session-cookie.ts";

/** Who asks, in which workspace, and how they proved it. */
export interface Caller {
  userId: string;
  workspaceId: string;
  role: Role;
  /** Scopes of the API key; null for a signed-in person, who may all that the role may. */
  scopes: readonly string[] | null;
  by: { kind: "session"; sessionId: string } | { kind: "key"; keyId: string };
}

export function callerMay(caller: Caller, permission: Permission): boolean {
  return mayDo(caller.role, caller.scopes, permission);
}

/** Names the workspace a signed-in person meansby its id; without it, the one they joined first. */
export const WORKSPACE_HEADER = "x-heddle-workspace";

/**
 * The caller behind a request's `Authorization: Bearer hk_…` or session cookie. Null when there is none, when it does
 * not stand any more, or when the person is no member of the workspace. A key never falls back to the cookie.
 */
export async function authenticate(headers: Headers, host: { db: Database; auth: HostAuth }): Promise<Caller | null> {
  const key = bearerKey(headers);
  if (key === null) return null;
  if (key !== undefined) return callerByKey(host.db, describeApiKey(key).hash);
  const token = await readSessionCookie(headers, host.auth.secret);
  return token && callerBySession(host.db, token, headers.get(WORKSPACE_HEADER));
}

async function callerBySession(db: Database, token: SessionToken, workspace: string | null): Promise<Caller | null> {
  const rows = await db.withAuth((tx) =>
    tx
      .select({ workspaceId: members.workspaceId, role: members.role })
      .from(sessions)
      .innerJoin(members, eq(members.userId, sessions.userId))
      .where(
        and(
          eq(sessions.id, token.sessionId),
          eq(sessions.userId, token.userId),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, sql`now()`),
          workspace === null ? undefined : eq(members.workspaceId, workspace),
        ),
      )
      .orderBy(asc(members.createdAt), asc(members.workspaceId))
      .limit(1),
  );
  const row = rows[0];
  if (!row) return null;
  return { ...row, userId: token.userId, scopes: null, by: { kind: "session", sessionId: token.sessionId } };
}

/** A key can do no more than who made it can do today: no membership, no key. */
async function callerByKey(db: Database, hash: string): Promise<Caller | null> {
  return db.withAuth(async (tx) => {
    const rows = await tx
      .select({
        keyId: apiKeys.id,
        workspaceId: apiKeys.workspaceId,
        scopes: apiKeys.scopes,
        userId: members.userId,
        role: members.role,
        usedRecently: sql<boolean>`coalesce(${apiKeys.lastUsedAt} > now() - interval '1 minute', false)`,
      })
      .from(apiKeys)
      .innerJoin(members, and(eq(members.userId, apiKeys.createdBy), eq(members.workspaceId, apiKeys.workspaceId)))
      .where(
        and(
          eq(apiKeys.hash, hash),
          isNull(apiKeys.revokedAt),
          or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
        ),
      );
    const row = rows[0];
    if (!row) return null;
    if (!row.usedRecently) await tx.update(apiKeys).set({ lastUsedAt: sql`now()` }).where(eq(apiKeys.id, row.keyId));
    const { keyId, workspaceId, scopes, userId, role } = row;
    return { userId, workspaceId, role, scopes, by: { kind: "key", keyId } };
  });
}
