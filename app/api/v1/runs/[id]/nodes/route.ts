import { listRunNodes } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { nodeRuns, viewAt } from "#lib/runs/run-at.ts";

export const GET = route(listRunNodes, async ({ caller, host, params, query }) => {
  const { entries } = await host.runs.journal(caller.workspaceId, params.id);
  return { body: { items: nodeRuns(viewAt(entries, query.at)) } };
});
