import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { sessions, users } from "#db/schema/auth.ts";
import { limits } from "../config/limits.ts";
import { newId } from "../ids.ts";
import type { HostAuth } from "./host-auth.ts";
import { attemptOf, beginAttempt, forgetAttempts } from "./lockout.ts";
import { isPassword } from "./password.ts";
import { SESSION_MAX_AGE_SECONDS } from "./session-cookie.ts";

export interface Device {
  address: string;
  userAgent: string | null;
}

export type SignInOutcome =
  | { ok: true; user: { id: string; email: string; name: string }; sessionId: string }
  /** Neither says whether the account exists: unknown ones are checked, and locked, alike. */
  | { ok: false; reason: "mismatch" | "locked" };

/** One address may try many accounts, each only a few times: that too is guessing. */
const guessing = { limit: limits.guessesPerMinute, windowMs: 60_000 };

export async function signInWithPassword(
  host: { db: Database; auth: HostAuth },
  credentials: { email: string; password: string },
  device: Device,
): Promise<SignInOutcome> {
  const guesser = `sign-in:${device.address}`;
  if (!host.auth.guesses.peek(guesser, guessing).allowed) return { ok: false, reason: "locked" };
  const attempt = attemptOf(credentials.email, device.address);
  if (!(await beginAttempt(host.db, attempt))) return { ok: false, reason: "locked" };
  const user = await findUser(host.db, credentials.email);
  const right = await host.auth.hashing(() => isPassword(user?.passwordHash ?? null, credentials.password));
  if (!user || !right) {
    host.auth.guesses.take(guesser, guessing);
    return { ok: false, reason: "mismatch" };
  }
  await forgetAttempts(host.db, attempt);
  const sessionId = await openSession(host.db, user.id, device);
  return { ok: true, user: { id: user.id, email: user.email, name: user.name }, sessionId };
}

export async function revokeSession(db: Database, sessionId: string): Promise<void> {
  const open = and(eq(sessions.id, sessionId), isNull(sessions.revokedAt));
  await db.withAuth((tx) => tx.update(sessions).set({ revokedAt: sql`now()` }).where(open));
}

async function findUser(db: Database, email: string) {
  // PostgreSQL has no text with NUL, so no account has such an address.
  if (email.includes("\0")) return undefined;
  const sameEmail = eq(sql`lower(${users.email})`, email.trim().toLowerCase());
  const rows = await db.withAuth((tx) => tx.select().from(users).where(sameEmail).limit(1));
  return rows[0];
}

async function openSession(db: Database, userId: string, device: Device): Promise<string> {
  const id = newId("ses");
  await db.withAuth((tx) =>
    tx.insert(sessions).values({
      id,
      userId,
      expiresAt: sql`now() + ${SESSION_MAX_AGE_SECONDS}::int * interval '1 second'`,
      userAgent: device.userAgent?.slice(0, 300) ?? null,
      address: device.address,
    }),
  );
  return id;
}
