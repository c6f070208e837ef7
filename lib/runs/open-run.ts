import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { versions } from "#db/schema/workflows.ts";
import type { Run } from "../api/contracts/runs.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { isAppError } from "../errors.ts";
import { readRun } from "./queries.ts";

/**
 * Everything the page of a run opens with; null when there is no such run in the workspace. The document is null once its
 * workflow was deleted for good: a run outlives what it walked.
 */
export async function openRun(tx: Tx, id: string): Promise<{ run: Run; document: WorkflowDocument | null } | null> {
  try {
    const run = await readRun(tx, id);
    const [version] = await tx
      .select({ document: versions.document })
      .from(versions)
      .where(eq(versions.id, run.versionId));
    return { run, document: version?.document ?? null };
  } catch (error) {
    if (isAppError(error) && error.status === 404) return null;
    throw error;
  }
}
