import "server-only";
import { inArray } from "drizzle-orm";
import { runs } from "#db/schema/runs.ts";
import type { cancelRuns } from "../api/contracts/runs.ts";
import type { Call } from "../api/route.ts";
import { AppError, isAppError } from "../errors.ts";

interface Cancelled {
  cancelled: string[];
  hadEnded: string[];
}

/**
 * Ends several runs. One that is not there refuses them all, before any is touched; one that has ended meanwhile does not.
 * @throws AppError `not_found` (404)
 */
export async function cancelMany({ body, caller, host }: Call<typeof cancelRuns>): Promise<Cancelled> {
  const ids = [...new Set(body.ids)];
  const found = await host.db.withWorkspace(caller, (tx) =>
    tx.select({ id: runs.id }).from(runs).where(inArray(runs.id, ids)),
  );
  if (found.length < ids.length)
    throw new AppError("not_found", 404, "One of these runs is not there. Nothing was cancelled.");
  const result: Cancelled = { cancelled: [], hadEnded: [] };
  for (const id of ids) {
    try {
      await host.runs.cancel(caller.workspaceId, id, caller.userId);
      result.cancelled.push(id);
    } catch (error) {
      if (!isAppError(error) || error.code !== "run_ended") throw error;
      result.hadEnded.push(id);
    }
  }
  return result;
}
