import type { WorkflowDocument } from "../../engine/document.ts";
import { type Diff, emptyDiff } from "../diff.ts";
import type { End } from "./add-node.ts";
import { changed, freshId } from "./changed.ts";
import { sameContainer } from "./frames.ts";

/** Would an edge from `source` to `target` close a circle, or lead from a node to itself? */
export function closesCircle(document: WorkflowDocument, source: string, target: string): boolean {
  if (source === target) return true;
  const next = new Map<string, string[]>();
  for (const edge of document.edges) next.set(edge.source, [...(next.get(edge.source) ?? []), edge.target]);
  const seen = new Set<string>();
  const todo = [target];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (id === source) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    todo.push(...(next.get(id) ?? []));
  }
  return false;
}

/** One edge more; nothing when it is there already, would close a circle or would cross a container's border (E13). */
export function connect(document: WorkflowDocument, from: End, to: End): Diff {
  const exists = document.edges.some(
    (edge) =>
      edge.source === from.node &&
      edge.sourcePort === from.port &&
      edge.target === to.node &&
      edge.targetPort === to.port,
  );
  if (exists || !sameContainer(document, from.node, to.node) || closesCircle(document, from.node, to.node))
    return emptyDiff();
  const id = freshId("e", (taken) => document.edges.some((edge) => edge.id === taken));
  const edge = { id, source: from.node, sourcePort: from.port, target: to.node, targetPort: to.port };
  return changed(document, { edges: [...document.edges, edge] });
}
