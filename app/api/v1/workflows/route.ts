import { createWorkflow, listWorkflows } from "#lib/api/contracts/workflows.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as mutations from "#lib/workflows/mutations.ts";
import * as queries from "#lib/workflows/queries.ts";

export const GET = routeInTransaction(listWorkflows, async ({ tx, query }) => ({
  body: await queries.listWorkflows(tx, query),
}));

export const POST = routeInTransaction(createWorkflow, async ({ tx, caller, body }) => {
  const id = await mutations.createWorkflow(tx, caller, body);
  return { body: await queries.readWorkflow(tx, id), headers: { location: `/api/v1/workflows/${id}` } };
});
