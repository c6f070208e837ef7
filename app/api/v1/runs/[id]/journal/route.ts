import { getRunJournal } from "#lib/api/contracts/runs.ts";
import { route } from "#lib/api/route.ts";
import { readRun } from "#lib/runs/queries.ts";

export const GET = route(getRunJournal, async ({ caller, host, params, query }) => {
  const { entries } = await host.runs.journal(caller.workspaceId, params.id, query.after);
  const run = await host.db.withWorkspace(caller, (tx) => readRun(tx, params.id));
  return { body: { run, entries } };
});
