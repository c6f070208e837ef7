import type { IndexScope } from "../../vector-index.ts";

/** A value inside of an expression: the one place that writes one. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}

/** What a call may see: one base of one workspace, and of that some documents. Every call's filter comes from here. */
export function scopeFilter({ workspaceId, baseId }: IndexScope, documents?: readonly string[]): string {
  const scope = `workspace_id == ${quoted(workspaceId)} and base_id == ${quoted(baseId)}`;
  return documents === undefined ? scope : `${scope} and document_id in [${documents.map(quoted).join(", ")}]`;
}
