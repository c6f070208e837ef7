import { restoreWorkflow } from "#lib/api/contracts/bin.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { restoreFromBin } from "#lib/workflows/bin.ts";
import { readWorkflow } from "#lib/workflows/queries.ts";

export const POST = routeInTransaction(restoreWorkflow, async ({ tx, params, host, afterCommit }) => {
  const { pausedBecause } = await restoreFromBin(tx, params.id);
  afterCommit(() => host.webhooks.invalidate());
  return { body: { ...(await readWorkflow(tx, params.id)), pausedBecause } };
});
