import "server-only";
import { asc, eq } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { users } from "#db/schema/auth.ts";
import { variables } from "#db/schema/credentials.ts";
import type { Variable } from "../api/contracts/variables.ts";
import type { JsonObject } from "../engine/json.ts";

/** All variables of the transaction's workspace, by name. There are few: `limits.variables` at most. */
export async function listVariables(tx: Tx): Promise<Variable[]> {
  const rows = await tx
    .select({ variable: variables, updatedBy: { id: users.id, name: users.name } })
    .from(variables)
    .leftJoin(users, eq(users.id, variables.updatedBy))
    .orderBy(asc(variables.name));
  return rows.map(({ variable, updatedBy }) => ({
    id: variable.id,
    name: variable.name,
    value: variable.value.json,
    note: variable.note,
    updatedAt: variable.updatedAt.toISOString(),
    updatedBy,
  }));
}

/** What `vars` holds in runs that start now. */
export async function readVariables(db: Database, workspaceId: string): Promise<JsonObject> {
  const rows = await db.withEngine((tx) =>
    tx
      .select({ name: variables.name, value: variables.value })
      .from(variables)
      .where(eq(variables.workspaceId, workspaceId)),
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value.json]));
}
