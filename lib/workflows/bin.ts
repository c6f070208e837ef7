import "server-only";
import { and, desc, eq, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { users } from "#db/schema/auth.ts";
import { runs } from "#db/schema/runs.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import type { BinItem } from "../api/contracts/bin.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import { limits } from "../config/limits.ts";
import { AppError, isAppError } from "../errors.ts";
import { registerTriggers, unregisterTriggers } from "../triggers/register.ts";
import type { Author } from "./mutations.ts";
import { livingWorkflow, workflowNotFound } from "./queries.ts";

const PURGED_AT_ONCE = 50;

/**
 * Puts a workflow into the bin. Its triggers stop; runs that have begun go on, since its versions are still there.
 * @throws AppError `not_found` (404)
 */
export async function moveToBin(tx: Tx, author: Author, id: string): Promise<void> {
  const moved = await tx
    .update(workflows)
    .set({ deletedAt: sql`now()`, deletedBy: author.userId })
    .where(livingWorkflow(id))
    .returning({ id: workflows.id });
  if (moved.length === 0) throw workflowNotFound();
  await unregisterTriggers(tx, id);
}

export async function listBin(
  tx: Tx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: BinItem[]; nextCursor: string | null }> {
  const after =
    cursor === undefined ? undefined : decodeCursor(cursor, z.tuple([z.int().min(0).max(8e15), z.string().max(64)]));
  const sortKey = sql`(extract(epoch from ${workflows.deletedAt}) * 1000000)::bigint`.mapWith(Number);
  const rows = await tx
    .select({
      id: workflows.id,
      name: workflows.name,
      description: workflows.description,
      deletedAt: workflows.deletedAt,
      deletedBy: { id: users.id, name: users.name },
      publishedVersionId: workflows.publishedVersionId,
      pausedAt: workflows.pausedAt,
      sortKey,
    })
    .from(workflows)
    .leftJoin(users, eq(users.id, workflows.deletedBy))
    .where(
      and(
        isNotNull(workflows.deletedAt),
        after &&
          sql`(${workflows.deletedAt}, ${workflows.id}) < (timestamptz 'epoch' + ${after[0]}::float8 * interval '1 microsecond', ${after[1]})`,
      ),
    )
    .orderBy(desc(workflows.deletedAt), desc(workflows.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.sortKey, row.id]);
  return {
    items: items.map(({ publishedVersionId, pausedAt, sortKey: _, deletedAt, ...row }) => {
      // The query leaves out those without.
      const at = (deletedAt as Date).getTime();
      return {
        ...row,
        deletedAt: new Date(at).toISOString(),
        goneAt: new Date(at + limits.binMs).toISOString(),
        wasLive: publishedVersionId !== null && pausedAt === null,
      };
    }),
    nextCursor,
  };
}

/**
 * Takes a workflow out of the bin as it was. One that was live is live again; where another workflow has taken its
 * address meanwhile it comes back paused, and the result says why.
 * @throws AppError `not_found` (404)
 */
export async function restoreFromBin(tx: Tx, id: string): Promise<{ pausedBecause: string | null }> {
  const [row] = await tx
    .update(workflows)
    .set({ deletedAt: null, deletedBy: null })
    .where(inBin(id))
    .returning({ versionId: workflows.publishedVersionId, pausedAt: workflows.pausedAt });
  if (!row) throw notInBin();
  if (row.versionId === null || row.pausedAt !== null) return { pausedBecause: null };
  try {
    // A savepoint: what was registered before the address that is taken goes away again.
    await tx.transaction((inner) => registerPublished(inner, id, row.versionId as string));
    return { pausedBecause: null };
  } catch (error) {
    if (!isAppError(error) || error.code !== "webhook_path_taken") throw error;
    await tx.update(workflows).set({ pausedAt: sql`now()` }).where(eq(workflows.id, id));
    return { pausedBecause: error.message };
  }
}

/** Makes the triggers of a published version fire. @throws AppError `webhook_path_taken` (409) */
export async function registerPublished(tx: Tx, workflowId: string, versionId: string): Promise<void> {
  const [version] = await tx.select().from(versions).where(eq(versions.id, versionId));
  if (!version) throw new Error("The published version of a workflow is not stored.");
  const { workspaceId, document } = version;
  await registerTriggers(tx, { workspaceId, workflowId, versionId, document });
}

/** @throws AppError `not_found` (404), `workflow_has_open_runs` (409) */
export async function deleteForGood(tx: Tx, id: string): Promise<void> {
  const [run] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workflowId, id), isOpen()))
    .limit(1);
  if (run) {
    const message = "Runs of this workflow have not ended yet. Cancel them, or wait for them, and delete it then.";
    throw new AppError("workflow_has_open_runs", 409, message, { extra: { runId: run.id } });
  }
  const gone = await tx.delete(workflows).where(inBin(id)).returning({ id: workflows.id });
  if (gone.length === 0) throw notInBin();
}

/**
 * Deletes for good what has lain in the bin longer than `limits.binMs`, in every workspace: to be called as the engine.
 * What still has open runs stays until they have ended. Any number of processes may do this at once.
 * @returns how many; as many as one call takes means that there may be more
 */
export async function emptyBin(tx: Tx): Promise<{ deleted: number; mayBeMore: boolean }> {
  const isOld = lt(workflows.deletedAt, sql`now() - ${limits.binMs} * interval '1 millisecond'`);
  const old = tx
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(isOld, sql`not exists (select from ${runs} where ${runs.workflowId} = ${workflows.id} and ${isOpen()})`))
    .limit(PURGED_AT_ONCE);
  // Asked of the row itself once more: it may be taken back in this very moment.
  const gone = await tx
    .delete(workflows)
    .where(and(isOld, sql`${workflows.id} in ${old}`))
    .returning({ id: workflows.id });
  return { deleted: gone.length, mayBeMore: gone.length === PURGED_AT_ONCE };
}

function isOpen(): SQL {
  return sql`${runs.state} in ('queued', 'running', 'waiting', 'compensating')`;
}

function inBin(id: string) {
  return and(eq(workflows.id, id), isNotNull(workflows.deletedAt));
}

function notInBin(): AppError {
  return new AppError("not_found", 404, "There is no such workflow in the bin. It may have been deleted for good.");
}
