import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { workflows } from "#db/schema/workflows.ts";
import { AppError } from "../errors.ts";
import { unregisterTriggers } from "../triggers/register.ts";
import { registerPublished } from "./bin.ts";
import { livingWorkflow, workflowNotFound } from "./queries.ts";

/**
 * Stops the triggers until `resumeWorkflow`; runs that have begun go on. Pausing twice changes nothing.
 * @throws AppError `not_found` (404), `not_published` (409)
 */
export async function pauseWorkflow(tx: Tx, id: string): Promise<void> {
  const row = await lockPublished(tx, id);
  if (row.pausedAt !== null) return;
  await tx.update(workflows).set({ pausedAt: sql`now()` }).where(eq(workflows.id, id));
  await unregisterTriggers(tx, id);
}

/**
 * Lets the triggers of the published version start runs again. Times that a schedule missed meanwhile stay missed.
 * @throws AppError `not_found` (404), `not_published` (409), `webhook_path_taken` (409)
 */
export async function resumeWorkflow(tx: Tx, id: string): Promise<void> {
  const row = await lockPublished(tx, id);
  if (row.pausedAt === null) return;
  await tx.update(workflows).set({ pausedAt: null }).where(eq(workflows.id, id));
  await registerPublished(tx, id, row.versionId);
}

async function lockPublished(tx: Tx, id: string): Promise<{ versionId: string; pausedAt: Date | null }> {
  const [row] = await tx
    .select({ versionId: workflows.publishedVersionId, pausedAt: workflows.pausedAt })
    .from(workflows)
    .where(livingWorkflow(id))
    .for("update");
  if (!row) throw workflowNotFound();
  const { versionId, pausedAt } = row;
  if (versionId === null)
    throw new AppError("not_published", 409, "This workflow is not published, so nothing starts it by itself.");
  return { versionId, pausedAt };
}
