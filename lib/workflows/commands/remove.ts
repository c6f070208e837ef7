import type { DocumentEdge, WorkflowDocument } from "../../engine/document.ts";
import type { Diff } from "../diff.ts";
import { changed, freshId } from "./changed.ts";

/**
 * Takes nodes and edges out. Where a node had one way in and at least one way out, what led to it goes on to what
 * followed: deleting in the middle of a chain heals it.
 */
export function remove(document: WorkflowDocument, nodeIds: ReadonlySet<string>, edgeIds: ReadonlySet<string>): Diff {
  let edges = document.edges.filter(({ id }) => !edgeIds.has(id));
  for (const id of nodeIds) edges = healed(edges, id);
  const nodes = document.nodes.filter(({ id }) => !nodeIds.has(id));
  return changed(document, { nodes, edges });
}

function healed(edges: readonly DocumentEdge[], node: string): DocumentEdge[] {
  const into = edges.filter(({ target }) => target === node);
  const out = edges.filter(({ source, sourcePort }) => source === node && sourcePort !== "error");
  const rest = edges.filter(({ source, target }) => source !== node && target !== node);
  const [only] = into;
  if (into.length !== 1 || !only || new Set(out.map(({ sourcePort }) => sourcePort)).size !== 1) return rest;
  const bridges = out.map((edge) => ({ ...only, target: edge.target, targetPort: edge.targetPort }));
  for (const bridge of bridges) {
    const exists = rest.some(
      (edge) =>
        edge.source === bridge.source &&
        edge.sourcePort === bridge.sourcePort &&
        edge.target === bridge.target &&
        edge.targetPort === bridge.targetPort,
    );
    if (!exists) rest.push({ ...bridge, id: freshId("e", (taken) => edges.some(({ id }) => id === taken)) });
  }
  return rest;
}
