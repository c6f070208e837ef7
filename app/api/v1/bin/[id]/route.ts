import { deleteForGood } from "#lib/api/contracts/bin.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as bin from "#lib/workflows/bin.ts";

export const DELETE = routeInTransaction(deleteForGood, async ({ tx, params, host, afterCommit }) => {
  await bin.deleteForGood(tx, params.id);
  afterCommit(() => host.webhooks.invalidate());
  return { body: undefined };
});
