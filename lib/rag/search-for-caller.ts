import "server-only";
import { AppError } from "../errors.ts";
import { isNodeError } from "../nodes/is-node-error.ts";
import type { Knowledge } from "./knowledge.ts";
import { baseNotFound } from "./queries.ts";
import type { Found, Search } from "./step-types.ts";

/**
 * A search for somebody who waits for it.
 * @throws AppError `not_found` (404), `search_failed` (503)
 */
export async function searchForCaller(
  knowledge: Knowledge,
  workspaceId: string,
  baseId: string,
  search: Search,
  signal: AbortSignal,
): Promise<Found> {
  const found = await knowledge.search(workspaceId, baseId, search, signal).catch((error: unknown) => {
    if (!isNodeError(error)) throw error;
    throw new AppError("search_failed", 503, error.message, { cause: error });
  });
  if (found === null) throw baseNotFound();
  return found;
}
