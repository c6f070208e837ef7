import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import type { Credential } from "../api/contracts/credentials.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { parted, requireGood, requireType } from "./check-values.ts";
import type { CredentialType, CredentialValues } from "./define.ts";
import { credentialNotFound, readCredential } from "./queries.ts";
import { usesOf } from "./used-by.ts";
import type { Vault } from "./vault.ts";

interface Author {
  workspaceId: string;
  userId: string;
}

/** @throws AppError `unknown_credential_type`, `invalid_credential` (422), `name_taken` (409) */
export async function createCredential(
  tx: Tx,
  vault: Vault,
  author: Author,
  wanted: { name: string; type: string; values: CredentialValues },
): Promise<Credential> {
  const type = requireType(wanted.type);
  requireGood(type, wanted.values);
  await requireFreeName(tx, wanted.name);
  const place = { workspaceId: author.workspaceId, id: newId("crd") };
  const { fields, secrets } = parted(type, wanted.values);
  await tx.insert(credentials).values({
    ...place,
    name: wanted.name,
    type: type.type,
    fields,
    ...vault.seal(secrets, place),
    createdBy: author.userId,
  });
  return readCredential(tx, place.id);
}

/**
 * Values that are given replace those there are; secrets that are left out stay.
 * @throws AppError `not_found` (404), `invalid_credential` (422), `name_taken` (409)
 */
export async function updateCredential(
  tx: Tx,
  vault: Vault,
  id: string,
  wanted: { name?: string | undefined; values?: CredentialValues | undefined },
): Promise<Credential> {
  const row = await lockedRow(tx, id);
  if (wanted.name !== undefined && wanted.name.toLowerCase() !== row.name.toLowerCase()) {
    await requireFreeName(tx, wanted.name);
  }
  const { type, values } = mergedValues(vault, row, wanted.values);
  requireGood(type, values);
  const { fields, secrets } = parted(type, values);
  await tx
    .update(credentials)
    .set({ name: wanted.name ?? row.name, fields, ...vault.seal(secrets, row), updatedAt: sql`now()` })
    .where(eq(credentials.id, id));
  return readCredential(tx, id);
}

/** @throws AppError `not_found` (404), `credential_in_use` (409) unless `force` */
export async function deleteCredential(tx: Tx, id: string, force: boolean): Promise<void> {
  await lockedRow(tx, id);
  const uses = force ? [] : await usesOf(tx, id);
  if (uses.length > 0) {
    const names = uses.slice(0, 3).map(({ workflow }) => `“${workflow.name}”`);
    const more = uses.length > names.length ? ` and ${uses.length - names.length} more` : "";
    throw new AppError(
      "credential_in_use",
      409,
      `It is used by ${names.join(", ")}${more}. Choose another credential there first, or delete it all the same.`,
      { extra: { usedBy: uses.map(({ workflow }) => workflow) } },
    );
  }
  await tx.delete(credentials).where(eq(credentials.id, id));
}

/**
 * What a stored credential would be with some values replaced.
 * @throws AppError `not_found` (404)
 */
export async function openForTest(
  tx: Tx,
  vault: Vault,
  id: string,
  given: CredentialValues | undefined,
): Promise<{ type: CredentialType; values: CredentialValues }> {
  return mergedValues(vault, await lockedRow(tx, id), given);
}

type Row = typeof credentials.$inferSelect;

async function lockedRow(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.select().from(credentials).where(eq(credentials.id, id)).for("update");
  if (!row) throw credentialNotFound();
  return row;
}

function mergedValues(vault: Vault, row: Row, given: CredentialValues = {}) {
  const type = requireType(row.type);
  return { type, values: { ...row.fields, ...vault.open(row, row), ...given } };
}

async function requireFreeName(tx: Tx, name: string): Promise<void> {
  const taken = await tx
    .select({ id: credentials.id })
    .from(credentials)
    .where(sql`lower(${credentials.name}) = lower(${name})`);
  if (taken.length > 0) throw new AppError("name_taken", 409, `There is a credential called “${name}” already.`);
}
