import { cancelRun } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { readRun } from "#lib/runs/queries.ts";

export const POST = route(cancelRun, async ({ caller, host, params }) => {
  await host.runs.cancel(caller.workspaceId, params.id, caller.userId);
  return { body: await host.db.withWorkspace(caller, (tx) => readRun(tx, params.id)) };
});
