import { deleteVariable, updateVariable } from "#lib/api/contracts/variables.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as mutations from "#lib/variables/mutations.ts";

export const PATCH = routeInTransaction(updateVariable, async ({ tx, caller, params, body }) => ({
  body: await mutations.updateVariable(tx, caller, params.id, body),
}));

export const DELETE = routeInTransaction(deleteVariable, async ({ tx, params }) => {
  await mutations.deleteVariable(tx, params.id);
  return { body: undefined };
});
