import { removePrice, savePrice } from "#lib/ai/usage/mutations.ts";
import { listPrices } from "#lib/ai/usage/queries.ts";
import { deleteModelPrice, listModelPrices, setModelPrice } from "#lib/api/contracts/models.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";

export const GET = routeInTransaction(listModelPrices, async ({ tx }) => ({ body: await listPrices(tx) }));

export const PUT = routeInTransaction(setModelPrice, async ({ tx, host, caller, body, afterCommit }) => {
  await savePrice(tx, caller, body);
  afterCommit(() => host.models.workspaces.forget(caller.workspaceId));
  return { body: undefined };
});

export const DELETE = routeInTransaction(deleteModelPrice, async ({ tx, host, caller, query, afterCommit }) => {
  await removePrice(tx, query.model);
  afterCommit(() => host.models.workspaces.forget(caller.workspaceId));
  return { body: undefined };
});
