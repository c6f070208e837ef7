import { listWorkflowRuns, startRun } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { answerStart } from "#lib/runs/answer-start.ts";
import * as queries from "#lib/runs/queries.ts";
import { readWorkflow } from "#lib/workflows/queries.ts";

export const GET = routeInTransaction(listWorkflowRuns, async ({ tx, params, query }) => {
  await readWorkflow(tx, params.id);
  return { body: await queries.listRuns(tx, { ...query, workflowId: params.id }) };
});

export const POST = route(startRun, (call) => answerStart(call));
