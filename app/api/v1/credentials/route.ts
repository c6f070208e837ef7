import { createCredential, listCredentials } from "#lib/api/contracts/credentials.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as mutations from "#lib/credentials/mutations.ts";
import * as queries from "#lib/credentials/queries.ts";

export const GET = routeInTransaction(listCredentials, async ({ tx, query }) => ({
  body: await queries.listCredentials(tx, query),
}));

export const POST = routeInTransaction(createCredential, async ({ tx, caller, host, body }) => ({
  body: await mutations.createCredential(tx, host.vault, caller, body),
}));
