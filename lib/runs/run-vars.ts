import type { JournalEntry } from "../engine/events.ts";
import type { JsonObject } from "../engine/json.ts";
import type { CompiledVersion } from "./version-source.ts";

/** Variables of a workspace by name, as they are now. */
export type ReadVariables = (workspaceId: string) => Promise<JsonObject>;

/**
 * What `vars` holds in a run: the values of its start, whatever is changed later, so that a walk entered again computes
 * the same. They are read, and journalled with `run.started`, only where the version reads any.
 */
export async function varsOf(
  version: Pick<CompiledVersion, "readsVars" | "workspaceId">,
  entries: readonly JournalEntry[],
  read: ReadVariables | undefined,
): Promise<JsonObject> {
  if (!version.readsVars || !read) return {};
  for (const { event } of entries) if (event.type === "run.started") return event.vars ?? {};
  return read(version.workspaceId);
}
