import "server-only";
import { and, asc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { errorMessage } from "../errors.ts";
import { NodeError } from "../nodes/define.ts";
import type { CredentialSource } from "./credential-source.ts";
import { credentialType } from "./types/all.ts";
import type { Vault } from "./vault.ts";

export function createCredentialSource(db: Database, vault: Vault): CredentialSource {
  return {
    async open(workspaceId, id) {
      const [row] = await db.withWorkspace({ workspaceId }, async (tx) => {
        const found = await tx.select().from(credentials).where(eq(credentials.id, id));
        // Not at every use: a loop of a thousand calls is one line of history.
        const stale = or(isNull(credentials.lastUsedAt), lt(credentials.lastUsedAt, sql`now() - interval '1 minute'`));
        if (found.length > 0)
          await tx
            .update(credentials)
            .set({ lastUsedAt: sql`now()` })
            .where(and(eq(credentials.id, id), stale));
        return found;
      });
      if (!row) throw missing();
      const type = credentialType(row.type);
      if (!type)
        throw refused(`The credential “${row.name}” is of a kind that this version does not know.`, "unknown_type");
      try {
        return { id, name: row.name, type, values: { ...row.fields, ...vault.open(row, row) } };
      } catch (error) {
        throw refused(`The credential “${row.name}” cannot be opened. ${errorMessage(error)}`, "cannot_open");
      }
    },
    list: (workspaceId, types) =>
      db.withWorkspace({ workspaceId }, (tx) =>
        tx
          .select({ id: credentials.id, name: credentials.name, type: credentials.type })
          .from(credentials)
          .where(inArray(credentials.type, [...types]))
          .orderBy(asc(credentials.name), asc(credentials.id)),
      ),
  };
}

function missing(): NodeError {
  return refused(
    "The credential of this node does not exist any more. Choose another one in its settings.",
    "credential_missing",
  );
}

function refused(message: string, reason: string): NodeError {
  return new NodeError("auth", message, { retry: "never", details: { reason } });
}
