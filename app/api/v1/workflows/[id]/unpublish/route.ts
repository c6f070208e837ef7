import { unpublishWorkflow } from "#lib/api/contracts/versions.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as publishing from "#lib/workflows/publish.ts";
import { readWorkflow } from "#lib/workflows/queries.ts";

export const POST = routeInTransaction(unpublishWorkflow, async ({ tx, params, host, afterCommit }) => {
  await publishing.unpublishWorkflow(tx, params.id);
  afterCommit(() => host.webhooks.invalidate());
  return { body: await readWorkflow(tx, params.id) };
});
