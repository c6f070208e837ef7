import "server-only";
import { and, desc, eq, ilike, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import type { Workflow, WorkflowListItem } from "../api/contracts/workflows.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { AppError } from "../errors.ts";
import { recentRuns } from "./recent-runs.ts";
import { startsOn } from "./starts-on.ts";

/** All of these see the workspace of their transaction only: a row of another one is simply not there. */

export function workflowNotFound(): AppError {
  return new AppError("not_found", 404, "There is no such workflow. It may have been deleted.");
}

/** The workflow of this id, unless it lies in the bin. */
export function livingWorkflow(id: string) {
  return and(eq(workflows.id, id), isNull(workflows.deletedAt));
}

const columns = {
  id: workflows.id,
  name: workflows.name,
  description: workflows.description,
  revision: workflows.revision,
  createdAt: workflows.createdAt,
  updatedAt: workflows.updatedAt,
  publishedVersionId: workflows.publishedVersionId,
  publishedRevision: workflows.publishedRevision,
  pausedAt: workflows.pausedAt,
  publishedNumber: versions.number,
};

function selectWorkflows(tx: Tx) {
  return tx
    .select({
      ...columns,
      sortKey: sql`(extract(epoch from ${workflows.updatedAt}) * 1000000)::bigint`.mapWith(Number),
    })
    .from(workflows)
    .leftJoin(versions, eq(versions.id, workflows.publishedVersionId));
}

type Row = Awaited<ReturnType<typeof selectWorkflows>>[number];

function toWorkflow(row: Row): Workflow {
  const { id, name, description, revision, publishedVersionId: versionId, publishedNumber: number } = row;
  return {
    id,
    name,
    description,
    revision,
    published: versionId && number ? { versionId, number, changedSince: row.publishedRevision !== revision } : null,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** @throws AppError `not_found` (404) */
export async function readWorkflow(tx: Tx, id: string): Promise<Workflow> {
  const [row] = await selectWorkflows(tx).where(livingWorkflow(id));
  if (!row) throw workflowNotFound();
  return toWorkflow(row);
}

/** Microseconds since the epoch, as PostgreSQL counts; milliseconds would skip rows of the same one. */
const cursorShape = z.tuple([z.int().min(0).max(8e15), z.string().max(64).regex(/^\w*$/)]);

export async function listWorkflows(
  tx: Tx,
  { cursor, limit, search }: { cursor?: string | undefined; limit: number; search?: string | undefined },
): Promise<{ items: WorkflowListItem[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, cursorShape);
  const rows = await selectWorkflows(tx)
    .where(
      and(
        isNull(workflows.deletedAt),
        search ? ilike(workflows.name, `%${search.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
        after &&
          sql`(${workflows.updatedAt}, ${workflows.id}) < (timestamptz 'epoch' + ${after[0]}::float8 * interval '1 microsecond', ${after[1]})`,
      ),
    )
    .orderBy(desc(workflows.updatedAt), desc(workflows.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.sortKey, row.id]);
  const ids = items.map((row) => row.id);
  const starts = await startsOn(tx, ids);
  const runs = await recentRuns(tx, ids);
  const toItem = (row: Row): WorkflowListItem => ({
    ...toWorkflow(row),
    startsOn: starts.get(row.id) ?? [],
    recentRuns: runs.get(row.id) ?? [],
  });
  return { items: items.map(toItem), nextCursor };
}

/** @throws AppError `not_found` (404) */
export async function readDocument(tx: Tx, id: string): Promise<{ revision: number; document: WorkflowDocument }> {
  const [row] = await tx
    .select({ revision: workflows.revision, document: workflows.draft })
    .from(workflows)
    .where(livingWorkflow(id));
  if (!row) throw workflowNotFound();
  return row;
}
