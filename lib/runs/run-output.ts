import type { GraphNode, RunGraph } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { Settlement } from "../engine/settlement.ts";

/**
 * The output of a run that completed, rule E9. `first` is the `control.output` that completed first; `output` gives a
 * node's output and `input` what a `control.respond` was given.
 */
export function runOutput(
  graph: RunGraph,
  settlement: Settlement,
  first: GraphNode | null,
  output: (node: GraphNode) => Json,
  input: (node: GraphNode) => Json,
): Json {
  if (first) return output(first);
  const sinks = graph.nodes.filter((node) => isSink(node, settlement));
  const value = (node: GraphNode) => (node.type === "control.respond" && !node.disabled ? input(node) : output(node));
  if (sinks.length === 0) return null;
  if (sinks.length === 1) return value(sinks[0] as GraphNode);
  return Object.fromEntries(sinks.map((node) => [node.key, value(node)]));
}

function isSink(node: GraphNode, settlement: Settlement): boolean {
  const state = settlement.state(node);
  // A failure that nobody took care of may stand in a round that a break has ended: it gives nothing.
  const gives = state === "completed" || (state === "failed" && node.policy.onError !== "fail");
  if (!gives) return false;
  return !node.out.some((edge) => settlement.isLive(edge.index));
}
