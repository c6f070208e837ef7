import { deleteWorkflow, getWorkflow, updateWorkflow } from "#lib/api/contracts/workflows.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { moveToBin } from "#lib/workflows/bin.ts";
import * as mutations from "#lib/workflows/mutations.ts";
import { readWorkflow } from "#lib/workflows/queries.ts";

export const GET = routeInTransaction(getWorkflow, async ({ tx, params }) => ({
  body: await readWorkflow(tx, params.id),
}));

export const PATCH = routeInTransaction(updateWorkflow, async ({ tx, params, body }) => {
  await mutations.renameWorkflow(tx, params.id, body);
  return { body: await readWorkflow(tx, params.id) };
});

export const DELETE = routeInTransaction(deleteWorkflow, async ({ tx, caller, params, host, afterCommit }) => {
  await moveToBin(tx, caller, params.id);
  afterCommit(() => host.webhooks.invalidate());
  return { body: undefined };
});
