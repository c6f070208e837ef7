import { useRef } from "react";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { useDocument } from "./editor-context.tsx";

/** The document, the same for as long as nothing but the settings of `node` changes: typing into them asks nothing anew. */
export function useDocumentAround(node: string): WorkflowDocument {
  const now = useDocument((state) => state.document);
  const known = useRef(now);
  if (!isSameAround(node, known.current, now)) known.current = now;
  return known.current;
}

/** Whether the documents differ in nothing but the settings of `id`. */
export function isSameAround(id: string, before: WorkflowDocument, now: WorkflowDocument): boolean {
  if (before === now) return true;
  if (before.edges !== now.edges || before.nodes.length !== now.nodes.length) return false;
  return now.nodes.every((node, at) => {
    const was = before.nodes[at];
    if (node === was) return true;
    return node.id === id && was?.id === id && node.type === was.type && node.parent === was.parent;
  });
}
