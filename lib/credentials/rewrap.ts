import "server-only";
import { and, eq, ne } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { errorMessage } from "../errors.ts";
import type { Vault } from "./vault.ts";

/**
 * After the master key was changed: puts the data key of every credential under the new one. Each row by itself, so that
 * it can be interrupted and goes on at the next start.
 * @returns true when nothing is left under another key
 */
export async function rewrapCredentials(db: Database, vault: Vault, log: (line: string) => void): Promise<boolean> {
  const rows = await db.withEngine((tx) =>
    tx
      .select({
        id: credentials.id,
        workspaceId: credentials.workspaceId,
        sealed: credentials.sealed,
        wrappedKey: credentials.wrappedKey,
        keyId: credentials.keyId,
      })
      .from(credentials)
      .where(ne(credentials.keyId, vault.keyId)),
  );
  let moved = 0;
  for (const row of rows) {
    try {
      const wrapped = vault.rewrap(row, row);
      await db.withEngine((tx) =>
        tx
          .update(credentials)
          .set(wrapped)
          .where(and(eq(credentials.id, row.id), eq(credentials.keyId, row.keyId))),
      );
      moved += 1;
    } catch (error) {
      log(`The credential ${row.id} cannot be opened. ${errorMessage(error)}`);
    }
  }
  if (moved > 0)
    log(`The secret key has changed: ${moved} ${moved === 1 ? "credential is" : "credentials are"} under the new one.`);
  return moved === rows.length;
}
