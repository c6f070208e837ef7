import type { IterationNode, RunError } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { runOutput } from "./run-output.ts";
import type { WalkState } from "./walk-state.ts";

/** What one round of a container came to (E13). */
export interface IterationEnd {
  status: "completed" | "failed" | "cancelled";
  /** By E9; null unless it completed. */
  output: Json;
  error?: RunError;
  broke: boolean;
  /** All that happened in it, where nothing touched the world; else empty. */
  nodes: IterationNode[];
}

/** Does this node end the container around it? */
export function isBreak(node: GraphNode): boolean {
  return node.type === "control.break" && !node.disabled;
}

/** Rule E9 over an iteration. */
export function iterationOutput(
  state: WalkState,
  first: GraphNode | null,
  responded: ReadonlyMap<GraphNode, Json>,
): Json {
  return runOutput(
    state.options.prepared.graph,
    state.settlement,
    first,
    (node) => state.outputs.get(node) ?? null,
    (node) => responded.get(node) ?? null,
  );
}
