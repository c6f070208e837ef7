import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { workflows } from "#db/schema/workflows.ts";
import { isAppError } from "../errors.ts";
import { readWorkflow } from "./queries.ts";

/** Everything the editor opens with; null when there is no such workflow in the workspace. */
export async function openWorkflow(tx: Tx, id: string) {
  try {
    const workflow = await readWorkflow(tx, id);
    const [row] = await tx.select({ draft: workflows.draft }).from(workflows).where(eq(workflows.id, id));
    if (!row) return null;
    const { name, description, published, pausedAt, revision } = workflow;
    return { workflow: { id, name, description, published, pausedAt, revision }, document: row.draft, revision };
  } catch (error) {
    if (isAppError(error) && error.status === 404) return null;
    throw error;
  }
}
