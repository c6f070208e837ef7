import type { GraphNode } from "../engine/graph.ts";

/** Keeps decided nodes in topological order, then by id: the order of a run graph's positions. */
export function insert(list: GraphNode[], node: GraphNode): void {
  let at = list.length;
  while (at > 0 && (list[at - 1] as GraphNode).index > node.index) at -= 1;
  list.splice(at, 0, node);
}

export function remove(list: GraphNode[], node: GraphNode): void {
  const at = list.indexOf(node);
  if (at >= 0) list.splice(at, 1);
}
