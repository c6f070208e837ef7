import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { workspaces } from "#db/schema/auth.ts";
import { idBound } from "../ids.ts";

const MOST_AT_ONCE = 200;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Removes runs that ended longer ago than their workspace keeps them, with journal, waits and messages. What has not
 * ended stays, however old. @param now milliseconds since the epoch
 */
export async function pruneRuns(tx: Tx, now: number = Date.now()): Promise<{ removed: number; mayBeMore: boolean }> {
  let removed = 0;
  for (const { id, retentionDays } of await tx
    .select({ id: workspaces.id, retentionDays: workspaces.retentionDays })
    .from(workspaces)) {
    if (removed >= MOST_AT_ONCE) break;
    removed += await pruneWorkspace(tx, id, now - retentionDays * DAY_MS, MOST_AT_ONCE - removed);
  }
  return { removed, mayBeMore: removed === MOST_AT_ONCE };
}

async function pruneWorkspace(tx: Tx, workspaceId: string, before: number, most: number): Promise<number> {
  // Ids begin with the time they were made at: only the old end of the table is read.
  const result = await tx.execute<{ count: string }>(sql`
    with gone as (
      delete from runs where id in (
        select id from runs
        where id < ${idBound("run", before)} and workspace_id = ${workspaceId}
          and state in ('completed', 'failed', 'cancelled') and finished_at < ${new Date(before).toISOString()}::timestamptz
        order by id limit ${most} for update skip locked)
      returning id),
    journal as (delete from run_journal where run_id in (select id from gone)),
    waiting as (delete from waits where run_id in (select id from gone)),
    progress as (delete from run_progress where run_id in (select id from gone)),
    messages as (delete from outbox where run_id in (select id from gone)),
    -- Calls that were lost with their process: of the runs that go, and of none, once no month counts them any more.
    held as (delete from model_holds where run_id in (select id from gone)
      or (workspace_id = ${workspaceId} and run_id = '' and alive_until < ${new Date(before).toISOString()}::timestamptz - interval '40 days'))
    select count(*) from gone`);
  return Number(result.rows[0]?.count ?? 0);
}
