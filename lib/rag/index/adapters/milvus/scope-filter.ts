import type { IndexScope } from "../../vector-index.ts";

/** A value inside of an expression: the one place that writes one. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}

/** How rows name their base: the vectors of another generation are those of another base. */
export function baseKey({ baseId, generation }: Pick<IndexScope, "baseId" | "generation">): string {
  return generation === 0 ? baseId : `${baseId}#${generation}`;
}

/** What a call may see: one base of one workspace, and of that some documents. Every call's filter comes from here. */
export function scopeFilter(owner: IndexScope, documents?: readonly string[]): string {
  const scope = `workspace_id == ${quoted(owner.workspaceId)} and base_id == ${quoted(baseKey(owner))}`;
  return documents === undefined ? scope : `${scope} and document_id in [${documents.map(quoted).join(", ")}]`;
}
