import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";

/** What a node is called on the card: its own name, or that of its type. */
export function nodeTitle(node: DocumentNode): string {
  const label = node.label?.trim();
  if (label) return label;
  return catalogue.get(node.type)?.title ?? node.type;
}
