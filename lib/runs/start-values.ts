import type { WorkflowDocument } from "../engine/document.ts";
import type { JournalEntry } from "../engine/events.ts";
import type { JsonObject } from "../engine/json.ts";
import type { CompiledVersion } from "./version-source.ts";

/** What a workspace has now of what its runs take along. */
export interface WorkspaceValues {
  /** Variables by name. */
  variables(workspaceId: string): Promise<JsonObject>;
  timeZone(workspaceId: string): Promise<string>;
}

/** What a run has taken from its workspace. */
export interface StartValues {
  vars: JsonObject;
  /** Absent where the version reads no times, or names a zone itself. */
  timeZone?: string | undefined;
}

type Reads = Pick<CompiledVersion, "readsVars" | "readsZone">;

/** A label that holds one of the words costs one read; an expression that was overlooked would be wrong. */
export function readsOf(document: WorkflowDocument): Reads {
  const text = JSON.stringify(document);
  return {
    readsVars: text.includes("vars"),
    readsZone: document.settings?.timezone === undefined && text.includes("DateTime"),
  };
}

/**
 * The values of a run's start, whatever is changed later, so that a walk entered again computes the same. They are
 * read, and journalled with `run.started`, only where the version reads any.
 */
export async function startValues(
  version: Reads & Pick<CompiledVersion, "workspaceId">,
  entries: readonly JournalEntry[],
  workspace: WorkspaceValues | undefined,
): Promise<StartValues> {
  if (!workspace || !(version.readsVars || version.readsZone)) return { vars: {} };
  for (const { event } of entries) {
    if (event.type === "run.started") return { vars: event.vars ?? {}, timeZone: event.timeZone };
  }
  const [vars, timeZone] = await Promise.all([
    version.readsVars ? workspace.variables(version.workspaceId) : {},
    version.readsZone ? workspace.timeZone(version.workspaceId) : undefined,
  ]);
  return { vars, timeZone };
}
