import { listRunNodes } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { nodeRuns, roundsOf, viewAt } from "#lib/runs/run-at.ts";

export const GET = route(listRunNodes, async ({ caller, host, params, query }) => {
  const { entries } = await host.runs.journal(caller.workspaceId, params.id);
  const view = viewAt(entries, query.at);
  const rounds = query.rounds === undefined ? {} : { rounds: roundsOf(view, query.rounds, query.from) };
  return { body: { items: nodeRuns(view, query.inside), ...rounds } };
});
