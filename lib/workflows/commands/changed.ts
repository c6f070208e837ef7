import type { WorkflowDocument } from "../../engine/document.ts";
import { type Diff, diffDocuments } from "../diff.ts";

/** What every command ends with: the diff from the document to what it should be. Nobody writes an inverse. */
export function changed(document: WorkflowDocument, parts: Partial<Pick<WorkflowDocument, "nodes" | "edges">>): Diff {
  return diffDocuments(document, { ...document, ...parts });
}

/** A fresh id of 10 characters, unlike any in the document. */
export function freshId(prefix: "n" | "e", taken: (id: string) => boolean): string {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    const id = `${prefix}_${[...bytes].map((byte) => (byte % 36).toString(36)).join("")}`;
    if (!taken(id)) return id;
  }
}
