import { pauseWorkflow } from "#lib/api/contracts/workflows.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as pausing from "#lib/workflows/pause.ts";
import { readWorkflow } from "#lib/workflows/queries.ts";

export const POST = routeInTransaction(pauseWorkflow, async ({ tx, params, host, afterCommit }) => {
  await pausing.pauseWorkflow(tx, params.id);
  afterCommit(() => host.webhooks.invalidate());
  return { body: await readWorkflow(tx, params.id) };
});
