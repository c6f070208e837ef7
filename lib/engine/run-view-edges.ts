import type { WorkflowDocument } from "./document.ts";
import type { NodeView, RunView } from "./run-view.ts";

/** `live`: taken, and what it leads to has not come to an end yet. `open`: nothing is known, the source has not settled. */
export type EdgeRunState = "open" | "not_taken" | "taken" | "live";

/** How each edge of a document stands in a run, by edge id. Nodes inside of iterations are not looked at. */
export function edgeStates(view: RunView, document: WorkflowDocument): Map<string, EdgeRunState> {
  const byId = new Map(document.nodes.map((node) => [node.id, view.nodes.get(node.key)]));
  return new Map(
    document.edges.map((edge) => [
      edge.id,
      edgeState(byId.get(edge.source), edge.sourcePort, byId.get(edge.target), view),
    ]),
  );
}

function edgeState(
  source: NodeView | undefined,
  port: string,
  target: NodeView | undefined,
  { finishedAt }: RunView,
): EdgeRunState {
  if (!source || source.finishedAt === null) return "open";
  if (!source.ports.includes(port)) return "not_taken";
  const isSettled = target ? target.finishedAt !== null : finishedAt !== null;
  return isSettled ? "taken" : "live";
}

/** Keys of nodes that run next: decided, as far as a journal shows it, and not started (U38, "queued"). */
export function queuedKeys(view: RunView, document: WorkflowDocument): Set<string> {
  const states = edgeStates(view, document);
  const incoming = Map.groupBy(document.edges, (edge) => edge.target);
  const queued = new Set<string>();
  if (view.finishedAt !== null) return queued;
  for (const { id, key } of document.nodes) {
    const node = view.nodes.get(key);
    if (node && node.status !== "queued") continue;
    const edges = incoming.get(id) ?? [];
    const isDecided = edges.every((edge) => states.get(edge.id) !== "open");
    if (isDecided && edges.some((edge) => states.get(edge.id) === "live")) queued.add(key);
  }
  return queued;
}
