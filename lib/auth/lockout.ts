import "server-only";
import { createHash } from "node:crypto";
import { and, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { signInFailures } from "#db/schema/auth.ts";

/** Tries before the first lock; from then on every try locks, each time twice as long. */
const FREE_TRIES = 5;
const FIRST_LOCK_SECONDS = 30;
const LONGEST_LOCK_SECONDS = 900;

/** An account is named by a hash, so that the table does not collect what people typed into the wrong field. */
export interface Attempt {
  account: string;
  address: string;
}

export function attemptOf(email: string, address: string): Attempt {
  return { account: createHash("sha256").update(email.trim().toLowerCase()).digest("hex"), address };
}

/**
 * Counts a try before the password is looked at: tries at the same time cannot slip past the lock together.
 * @returns false while the account is locked for this address
 */
export async function beginAttempt(db: Database, attempt: Attempt): Promise<boolean> {
  const { failures, lastAt, lockedUntil } = signInFailures;
  const count = sql`(case when ${lastAt} < now() - interval '1 day' then 1 else ${failures} + 1 end)`;
  const rows = await db.withAuth((tx) =>
    tx
      .insert(signInFailures)
      .values({ ...attempt, failures: 1, lastAt: sql`now()` })
      .onConflictDoUpdate({
        target: [signInFailures.account, signInFailures.address],
        set: {
          failures: count,
          lastAt: sql`now()`,
          lockedUntil: sql`case when ${count} < ${FREE_TRIES} then null else now() + interval '1 second'
            * least(${LONGEST_LOCK_SECONDS}::float, ${FIRST_LOCK_SECONDS}::float * power(2, least(${count} - ${FREE_TRIES}, 20))) end`,
        },
        setWhere: or(isNull(lockedUntil), lte(lockedUntil, sql`now()`)),
      })
      .returning({ failures }),
  );
  return rows.length > 0;
}

/** The password was right: the tries before it are forgotten, and everybody's that no longer count. */
export async function forgetAttempts(db: Database, { account, address }: Attempt): Promise<void> {
  const same = and(eq(signInFailures.account, account), eq(signInFailures.address, address));
  const old = lt(signInFailures.lastAt, sql`now() - interval '1 day'`);
  await db.withAuth((tx) => tx.delete(signInFailures).where(or(same, old)));
}
