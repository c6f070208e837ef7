import "server-only";
import { and, desc, eq, isNotNull, lt } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { users } from "#db/schema/auth.ts";
import { versions } from "#db/schema/workflows.ts";
import type { Version } from "../api/contracts/versions.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { AppError } from "../errors.ts";
import { readWorkflow } from "./queries.ts";

const columns = {
  id: versions.id,
  workflowId: versions.workflowId,
  number: versions.number,
  hash: versions.hash,
  note: versions.note,
  createdAt: versions.createdAt,
  createdBy: { id: users.id, name: users.name },
};

type Row = Omit<Version, "createdAt"> & { createdAt: Date };

function toVersion({ createdAt, ...row }: Row): Version {
  return { ...row, createdAt: createdAt.toISOString() };
}

export async function listVersions(
  tx: Tx,
  workflowId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: Version[]; nextCursor: string | null }> {
  const before = cursor === undefined ? undefined : decodeCursor(cursor, z.tuple([z.int32()]))[0];
  await readWorkflow(tx, workflowId);
  const rows = await tx
    .select(columns)
    .from(versions)
    .leftJoin(users, eq(users.id, versions.createdBy))
    .where(
      and(
        eq(versions.workflowId, workflowId),
        isNotNull(versions.number),
        before === undefined ? undefined : lt(versions.number, before),
      ),
    )
    .orderBy(desc(versions.number))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.number ?? 0]);
  return { items: items.map(toVersion), nextCursor };
}

/** @throws AppError `not_found` (404) */
export async function readVersion(
  tx: Tx,
  workflowId: string,
  versionId: string,
): Promise<Version & { document: WorkflowDocument }> {
  const [row] = await tx
    .select({ ...columns, document: versions.document })
    .from(versions)
    .leftJoin(users, eq(users.id, versions.createdBy))
    .where(and(eq(versions.id, versionId), eq(versions.workflowId, workflowId)));
  if (!row) throw new AppError("not_found", 404, "There is no such version of this workflow.");
  const { document, ...version } = row;
  return { ...toVersion(version), document };
}
