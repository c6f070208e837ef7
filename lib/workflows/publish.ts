import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import { compile } from "../engine/compile/compile.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { Problem } from "../engine/graph.ts";
import { documentHash } from "../engine/hash.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Catalogue } from "../nodes/define.ts";
import { registerTriggers, unregisterTriggers } from "../triggers/register.ts";
import type { Author } from "./mutations.ts";
import { livingWorkflow, workflowNotFound } from "./queries.ts";

export type VersionRow = typeof versions.$inferSelect;

/**
 * Makes the draft the version that triggers start; a paused workflow stays paused. An unchanged document (by hash) gives the version that exists.
 * @throws AppError `not_found` (404), `document_has_problems` (422), `webhook_path_taken` (409)
 */
export async function publishWorkflow(
  tx: Tx,
  author: Author,
  catalogue: Catalogue,
  { id, note }: { id: string; note: string },
): Promise<{ versionId: string; isNew: boolean; warnings: Problem[] }> {
  const [workflow] = await tx.select().from(workflows).where(livingWorkflow(id)).for("update");
  if (!workflow) throw workflowNotFound();
  const warnings = requireCompiles(workflow.draft, catalogue);
  const snapshot = await ensureSnapshot(tx, workflow, author.userId);
  const isNew = snapshot.number === null;
  if (isNew) await giveNumber(tx, snapshot, author, note);
  const { workspaceId, document } = snapshot;
  await registerTriggers(tx, { workspaceId, workflowId: id, versionId: snapshot.id, document });
  // Publishing does not end a pause; registering first tells at once whether an address is taken.
  if (workflow.pausedAt) await unregisterTriggers(tx, id);
  await tx
    .update(workflows)
    .set({ publishedVersionId: snapshot.id, publishedRevision: workflow.revision, updatedAt: sql`now()` })
    .where(eq(workflows.id, id));
  return { versionId: snapshot.id, isNew, warnings };
}

/**
 * Stops the triggers; runs that have begun go on.
 * @throws AppError `not_found` (404)
 */
export async function unpublishWorkflow(tx: Tx, id: string): Promise<void> {
  const changed = await tx
    .update(workflows)
    .set({ publishedVersionId: null, pausedAt: null, updatedAt: sql`now()` })
    .where(livingWorkflow(id))
    .returning({ id: workflows.id });
  if (changed.length === 0) throw workflowNotFound();
  await unregisterTriggers(tx, id);
}

/** The version that holds this very document: what a run of the draft points at. Made without a number when missing. */
export async function ensureSnapshot(
  tx: Tx,
  workflow: { id: string; workspaceId: string; draft: WorkflowDocument },
  userId: string,
): Promise<VersionRow> {
  const hash = documentHash(workflow.draft);
  const { id: workflowId, workspaceId, draft: document } = workflow;
  await tx
    .insert(versions)
    .values({ id: newId("ver"), workspaceId, workflowId, hash, document, createdBy: userId })
    .onConflictDoNothing({ target: [versions.workflowId, versions.hash] });
  const same = and(eq(versions.workflowId, workflowId), eq(versions.hash, hash));
  const [version] = await tx.select().from(versions).where(same);
  if (!version) throw new Error("A version vanished in the transaction that stored it.");
  return version;
}

/** @throws AppError `document_has_problems` (422) */
export function requireCompiles(document: WorkflowDocument, catalogue: Catalogue): Problem[] {
  const result = compile(document, catalogue);
  if (result.ok) return result.warnings;
  const count = result.problems.filter((problem) => problem.severity === "error").length;
  const message = `The workflow has ${count === 1 ? "a problem" : `${count} problems`} to solve before it can be published.`;
  throw new AppError("document_has_problems", 422, message, { extra: { problems: result.problems } });
}

/** The workflow's row is locked, so nobody else takes the same number. */
async function giveNumber(tx: Tx, version: VersionRow, author: Author, note: string): Promise<void> {
  const highest = sql<number>`coalesce(max(${versions.number}), 0)`.mapWith(Number);
  const [row] = await tx.select({ highest }).from(versions).where(eq(versions.workflowId, version.workflowId));
  await tx
    .update(versions)
    .set({ number: (row?.highest ?? 0) + 1, note, createdBy: author.userId, createdAt: sql`now()` })
    .where(eq(versions.id, version.id));
}
