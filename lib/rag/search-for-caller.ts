import "server-only";
import { type Caller, callerMay } from "../auth/caller.ts";
import { AppError } from "../errors.ts";
import { isNodeError } from "../nodes/is-node-error.ts";
import type { Knowledge } from "./knowledge.ts";
import { baseNotFound } from "./queries.ts";
import type { Found, Search } from "./step-types.ts";

/**
 * A search for somebody who waits for it.
 * @throws AppError `not_allowed` (403), `not_found` (404), `search_failed` (503)
 */
export async function searchForCaller(
  knowledge: Knowledge,
  caller: Caller,
  baseId: string,
  search: Search,
  signal: AbortSignal,
): Promise<Found> {
  // It is paid for, and whoever asks chooses the model.
  if (search.rerank !== null && !callerMay(caller, "knowledge:write")) {
    throw new AppError("not_allowed", 403, 'Reranking asks a model of your choice: it needs "knowledge:write".');
  }
  const { workspaceId } = caller;
  const found = await knowledge.search(workspaceId, baseId, search, signal).catch((error: unknown) => {
    if (!isNodeError(error)) throw error;
    throw new AppError("search_failed", 503, error.message, { cause: error });
  });
  if (found === null) throw baseNotFound();
  return found;
}
