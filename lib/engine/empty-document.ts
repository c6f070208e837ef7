import type { WorkflowDocument } from "./document.ts";

/** Here, without a schema, for pages that only begin a document. */
export const DOCUMENT_SCHEMA_VERSION = 1;

export function emptyDocument(): WorkflowDocument {
  return { schemaVersion: DOCUMENT_SCHEMA_VERSION, nodes: [], edges: [] };
}
