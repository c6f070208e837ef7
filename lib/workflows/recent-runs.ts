import "server-only";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { runs } from "#db/schema/runs.ts";
import type { recentRunSchema } from "../api/contracts/workflows.ts";

type RecentRun = z.infer<typeof recentRunSchema>;
const SHOWN = 10;

/** The last runs of each workflow, newest first, without test runs: one short index read a workflow. */
export async function recentRuns(tx: Tx, workflowIds: readonly string[]): Promise<Map<string, RecentRun[]>> {
  const found = new Map<string, RecentRun[]>();
  if (workflowIds.length === 0) return found;
  const { rows } = await tx.execute<{
    workflow_id: string;
    id: string;
    state: RecentRun["state"];
    created_at: string;
    finished_at: string | null;
  }>(sql`
    select run.* from unnest(${sql.param(workflowIds)}::text[]) as wanted (id)
    cross join lateral (
      select workflow_id, id, state, created_at, finished_at from ${runs}
      where workflow_id = wanted.id and mode <> 'test' order by id desc limit ${SHOWN}
    ) as run`);
  for (const row of rows) {
    const run = {
      id: row.id,
      state: row.state,
      createdAt: new Date(row.created_at).toISOString(),
      finishedAt: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
    };
    const list = found.get(row.workflow_id);
    if (list) list.push(run);
    else found.set(row.workflow_id, [run]);
  }
  return found;
}
