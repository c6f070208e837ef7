import { createVariable, listVariables } from "#lib/api/contracts/variables.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as mutations from "#lib/variables/mutations.ts";
import * as queries from "#lib/variables/queries.ts";

export const GET = routeInTransaction(listVariables, async ({ tx }) => ({
  body: { items: await queries.listVariables(tx) },
}));

export const POST = routeInTransaction(createVariable, async ({ tx, caller, body }) => ({
  body: await mutations.createVariable(tx, caller, body),
}));
