import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { workflowChanges, workflows } from "#db/schema/workflows.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { emptyDocument } from "../engine/empty-document.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { applyDiff, type Diff, diffDocuments } from "./diff.ts";
import { livingWorkflow, workflowNotFound } from "./queries.ts";
import { requireDocument, requireStorable } from "./storable-document.ts";

/** Who changes what: the workspace is that of the transaction. */
export interface Author {
  workspaceId: string;
  userId: string;
}

/** @returns the new workflow's id */
export async function createWorkflow(
  tx: Tx,
  author: Author,
  given: { name: string; description?: string | undefined; document?: WorkflowDocument | undefined },
): Promise<string> {
  const document = given.document ?? emptyDocument();
  requireStorable(document);
  const id = newId("wf");
  await tx.insert(workflows).values({
    id,
    workspaceId: author.workspaceId,
    name: given.name,
    description: given.description ?? "",
    draft: document,
    createdBy: author.userId,
  });
  return id;
}

/** @throws AppError `not_found` (404) */
export async function renameWorkflow(
  tx: Tx,
  id: string,
  change: { name?: string | undefined; description?: string | undefined },
): Promise<void> {
  const renamed = await tx
    .update(workflows)
    .set({ ...change, updatedAt: sql`now()` })
    .where(livingWorkflow(id))
    .returning({ id: workflows.id });
  if (renamed.length === 0) throw workflowNotFound();
}

/**
 * Replaces the draft.
 * @param revision the revision that was changed
 * @returns the new revision
 * @throws AppError `not_found` (404), `stale_revision` (412), `invalid_document` (422), `document_too_large` (413)
 */
export async function replaceDocument(
  tx: Tx,
  author: Author,
  id: string,
  revision: number,
  document: WorkflowDocument,
): Promise<number> {
  const draft = await lockDraft(tx, id, revision);
  requireStorable(document);
  return storeDraft(tx, author, { id, revision, document, diff: diffDocuments(draft, document) });
}

/** As `replaceDocument`, by a diff. */
export async function changeDocument(
  tx: Tx,
  author: Author,
  id: string,
  revision: number,
  diff: Diff,
): Promise<number> {
  const draft = await lockDraft(tx, id, revision);
  const document = requireDocument(applyDiff(draft, diff));
  return storeDraft(tx, author, { id, revision, document, diff });
}

async function lockDraft(tx: Tx, id: string, revision: number): Promise<WorkflowDocument> {
  const [row] = await tx
    .select({ draft: workflows.draft, revision: workflows.revision })
    .from(workflows)
    .where(livingWorkflow(id))
    .for("update");
  if (!row) throw workflowNotFound();
  if (row.revision !== revision) {
    const message = `The document was changed in the meantime: it is at revision ${row.revision} now.`;
    throw new AppError("stale_revision", 412, message, {
      extra: { revision: row.revision },
      headers: { etag: `"${row.revision}"` },
    });
  }
  return row.draft;
}

async function storeDraft(
  tx: Tx,
  author: Author,
  change: { id: string; revision: number; document: WorkflowDocument; diff: Diff },
): Promise<number> {
  const revision = change.revision + 1;
  await tx
    .update(workflows)
    .set({ draft: change.document, revision, updatedAt: sql`now()` })
    .where(eq(workflows.id, change.id));
  await tx.insert(workflowChanges).values({
    workflowId: change.id,
    revision,
    workspaceId: author.workspaceId,
    userId: author.userId,
    diff: change.diff,
  });
  return revision;
}
