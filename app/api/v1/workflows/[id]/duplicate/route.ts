import { duplicateWorkflow } from "#lib/api/contracts/workflows.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as duplicating from "#lib/workflows/duplicate.ts";
import { readWorkflow } from "#lib/workflows/queries.ts";

export const POST = routeInTransaction(duplicateWorkflow, async ({ tx, caller, params }) => {
  const id = await duplicating.duplicateWorkflow(tx, caller, params.id);
  return { body: await readWorkflow(tx, id), headers: { location: `/api/v1/workflows/${id}` } };
});
