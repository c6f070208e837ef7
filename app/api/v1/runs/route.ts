import { listRuns } from "#lib/api/contracts/runs.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as queries from "#lib/runs/queries.ts";

export const GET = routeInTransaction(listRuns, async ({ tx, query }) => ({
  body: await queries.listRuns(tx, { ...query, workflowId: query.workflow }),
}));
