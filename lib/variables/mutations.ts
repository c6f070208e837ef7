import "server-only";
import { count, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { variables } from "#db/schema/credentials.ts";
import type { Variable } from "../api/contracts/variables.ts";
import { limits } from "../config/limits.ts";
import type { Json } from "../engine/json.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { listVariables } from "./queries.ts";

interface Author {
  workspaceId: string;
  userId: string;
}

export interface VariableWrite {
  name: string;
  value: Json;
  note: string;
}

/** @throws AppError `name_taken` (409), `variable_too_large` (422), `too_many_variables` (409) */
export async function createVariable(tx: Tx, author: Author, wanted: VariableWrite): Promise<Variable> {
  requireSmall(wanted.value);
  await requireFreeName(tx, wanted.name);
  const [row] = await tx.select({ all: count() }).from(variables);
  if (row && row.all >= limits.variables)
    throw new AppError("too_many_variables", 409, `A workspace has ${limits.variables} variables at most.`);
  const id = newId("var");
  const { workspaceId, userId } = author;
  const { name, value, note } = wanted;
  await tx.insert(variables).values({ id, workspaceId, updatedBy: userId, name, value: { json: value }, note });
  return readVariable(tx, id);
}

/** @throws AppError `not_found` (404), `name_taken` (409), `variable_too_large` (422) */
export async function updateVariable(
  tx: Tx,
  author: Author,
  id: string,
  wanted: { [K in keyof VariableWrite]?: VariableWrite[K] | undefined },
): Promise<Variable> {
  const [row] = await tx.select().from(variables).where(eq(variables.id, id)).for("update");
  if (!row) throw notFound();
  const next = { name: wanted.name ?? row.name, note: wanted.note ?? row.note };
  const value = wanted.value === undefined ? row.value : { json: wanted.value };
  if (wanted.value !== undefined) requireSmall(wanted.value);
  if (next.name !== row.name) await requireFreeName(tx, next.name);
  await tx
    .update(variables)
    .set({ ...next, value, updatedBy: author.userId, updatedAt: sql`now()` })
    .where(eq(variables.id, id));
  return readVariable(tx, id);
}

/** @throws AppError `not_found` (404) */
export async function deleteVariable(tx: Tx, id: string): Promise<void> {
  const gone = await tx.delete(variables).where(eq(variables.id, id)).returning({ id: variables.id });
  if (gone.length === 0) throw notFound();
}

async function readVariable(tx: Tx, id: string): Promise<Variable> {
  const found = (await listVariables(tx)).find((variable) => variable.id === id);
  if (!found) throw new Error("A variable vanished in the transaction that stored it.");
  return found;
}

async function requireFreeName(tx: Tx, name: string): Promise<void> {
  const taken = await tx.select({ id: variables.id }).from(variables).where(eq(variables.name, name));
  if (taken.length > 0) throw new AppError("name_taken", 409, `There is a variable called ${name} already.`);
}

function requireSmall(value: Json): void {
  if (JSON.stringify(value).length <= limits.variableBytes) return;
  throw new AppError(
    "variable_too_large",
    422,
    `A variable holds ${limits.variableBytes.toLocaleString("en-US")} characters at most: every run that reads one stores it.`,
    { errors: [{ path: "value", code: "too_large", message: "This is too long." }] },
  );
}

function notFound(): AppError {
  return new AppError("not_found", 404, "There is no such variable. It may have been deleted.");
}
