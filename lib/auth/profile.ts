import "server-only";
import { and, desc, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { sessions, users } from "#db/schema/auth.ts";
import type { Session } from "../api/contracts/account.ts";
import { AppError } from "../errors.ts";
import type { Caller } from "./caller.ts";
import type { HostAuth } from "./host-auth.ts";
import { attemptOf, beginAttempt, forgetAttempts } from "./lockout.ts";
import { hashPassword, isPassword } from "./password.ts";

/** What a person may do with their own account. A key is a program's: it may none of it. */

interface Means {
  db: Database;
  auth: HostAuth;
}

export async function renameUser({ db }: Means, caller: Caller, name: string): Promise<void> {
  requirePerson(caller);
  await db.withAuth((tx) => tx.update(users).set({ name }).where(eq(users.id, caller.userId)));
}

/**
 * Signs every other device out: whoever changes a password often does so because somebody else knows it.
 * @param address of the caller: wrong tries count like those of signing in
 * @throws AppError `wrong_password` (422), `too_many_tries` (429)
 */
export async function changePassword(
  { db, auth }: Means,
  caller: Caller,
  wanted: { current: string; next: string },
  address: string,
): Promise<void> {
  const sessionId = requirePerson(caller);
  const [user] = await db.withAuth((tx) => tx.select().from(users).where(eq(users.id, caller.userId)));
  const attempt = attemptOf(user?.email ?? "", address);
  if (!(await beginAttempt(db, attempt)))
    throw new AppError("too_many_tries", 429, "Too many wrong passwords. Wait a little, then try again.", {
      headers: { "Retry-After": "30" },
    });
  if (!(await auth.hashing(() => isPassword(user?.passwordHash ?? null, wanted.current)))) {
    throw new AppError("wrong_password", 422, "This is not your password.", {
      errors: [{ path: "current", code: "wrong", message: "This is not your password." }],
    });
  }
  const passwordHash = await auth.hashing(() => hashPassword(wanted.next));
  await db.withAuth(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, caller.userId));
    const others = and(eq(sessions.userId, caller.userId), ne(sessions.id, sessionId), isNull(sessions.revokedAt));
    await tx.update(sessions).set({ revokedAt: sql`now()` }).where(others);
  });
  await forgetAttempts(db, attempt);
}

export async function listSessions({ db }: Means, caller: Caller): Promise<Session[]> {
  const current = requirePerson(caller);
  const rows = await db.withAuth((tx) =>
    tx
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, caller.userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`)))
      .orderBy(desc(sessions.createdAt), desc(sessions.id))
      .limit(100),
  );
  return rows.map(({ id, createdAt, expiresAt, userAgent, address }) => ({
    id,
    current: id === current,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    userAgent,
    address,
  }));
}

/** @throws AppError `not_found` (404) */
export async function revokeOwnSession({ db }: Means, caller: Caller, id: string): Promise<void> {
  requirePerson(caller);
  const own = and(eq(sessions.id, id), eq(sessions.userId, caller.userId), isNull(sessions.revokedAt));
  const gone = await db.withAuth((tx) =>
    tx.update(sessions).set({ revokedAt: sql`now()` }).where(own).returning({ id: sessions.id }),
  );
  if (gone.length === 0) throw new AppError("not_found", 404, "You are not signed in there any more.");
}

/** @returns the session's id */
function requirePerson({ by }: Caller): string {
  if (by.kind === "session") return by.sessionId;
  throw new AppError("person_needed", 403, "Only a signed-in person can do this, not an API key.");
}
