import { resolveNode } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { readRun } from "#lib/runs/queries.ts";

export const POST = route(resolveNode, async ({ body, caller, host, params }) => {
  await host.runs.resolve(caller.workspaceId, params.id, params.path, body, caller.userId);
  return { body: await host.db.withWorkspace(caller, (tx) => readRun(tx, params.id)) };
});
