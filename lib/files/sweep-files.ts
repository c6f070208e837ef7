import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { limits } from "../config/limits.ts";

const MOST_AT_ONCE = 200;

/**
 * Drops, of all workspaces, files older than their workspace keeps runs whose run is not open any more and that are not the
 * original of a document, and those that nobody finished writing. Works in small bites: one commit never holds many large files.
 */
export async function sweepFiles(tx: Tx): Promise<{ removed: number; mayBeMore: boolean }> {
  const result = await tx.execute(sql`
    delete from files where id in (
      select f.id from files f join workspaces w on w.id = f.workspace_id
      where (f.completed_at is null and f.created_at < now() - ${limits.fileUnfinishedMs} * interval '1 millisecond')
        or (f.created_at < now() - w.retention_days * interval '1 day'
          and not exists (select from knowledge_documents d where d.file_id = f.id)
          and not exists (
            select from runs r
            where r.id = f.run_id and r.state in ('queued', 'running', 'waiting', 'compensating', 'cancelling', 'paused')))
      order by f.created_at limit ${MOST_AT_ONCE})`);
  const removed = result.rowCount ?? 0;
  return { removed, mayBeMore: removed === MOST_AT_ONCE };
}
