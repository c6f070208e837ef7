import type { WorkflowDocument } from "../../engine/document.ts";
import type { Diff } from "../diff.ts";
import { changed } from "./changed.ts";
import { cutOut, outermost, settleFrames, withInside } from "./frames.ts";

/**
 * Takes nodes and edges out. Where a node had one way in and at least one way out, what led to it goes on to what
 * followed: deleting in the middle of a chain heals it. A container goes with everything inside of it.
 */
export function remove(document: WorkflowDocument, nodeIds: ReadonlySet<string>, edgeIds: ReadonlySet<string>): Diff {
  const gone = withInside(document, nodeIds);
  let edges = document.edges.filter(({ id }) => !edgeIds.has(id));
  for (const id of outermost(document, nodeIds)) {
    const part = withInside(document, new Set([id]));
    edges = cutOut(edges, part).filter(({ source }) => !part.has(source));
  }
  const nodes = document.nodes.filter(({ id }) => !gone.has(id));
  return changed(document, { nodes: settleFrames(nodes), edges });
}
