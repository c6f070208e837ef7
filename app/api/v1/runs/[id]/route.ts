import { getRun } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { readRun } from "#lib/runs/queries.ts";
import { instant, viewAt } from "#lib/runs/run-at.ts";
import { endOutput } from "#lib/runs/run-end.ts";

export const GET = route(getRun, async ({ caller, host, params, query }) => {
  const run = await host.db.withWorkspace(caller, (tx) => readRun(tx, params.id));
  const { entries } = await host.runs.journal(caller.workspaceId, params.id);
  if (query.at === undefined) return { body: { ...run, ...endOutput(entries) } };
  const view = viewAt(entries, query.at);
  return {
    body: {
      ...run,
      seq: Math.min(query.at, run.seq),
      state: view.state,
      error: view.error,
      startedAt: instant(view.startedAt),
      finishedAt: instant(view.finishedAt),
    },
  };
});
