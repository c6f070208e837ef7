import { deleteCredential, getCredential, updateCredential } from "#lib/api/contracts/credentials.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as mutations from "#lib/credentials/mutations.ts";
import { readCredential } from "#lib/credentials/queries.ts";
import { usesOf } from "#lib/credentials/used-by.ts";

export const GET = routeInTransaction(getCredential, async ({ tx, params }) => ({
  body: { ...(await readCredential(tx, params.id)), usedBy: await usesOf(tx, params.id) },
}));

export const PATCH = routeInTransaction(updateCredential, async ({ tx, host, params, body }) => ({
  body: await mutations.updateCredential(tx, host.vault, params.id, body),
}));

export const DELETE = routeInTransaction(deleteCredential, async ({ tx, params, query }) => {
  await mutations.deleteCredential(tx, params.id, query.force === "true");
  return { body: undefined };
});
