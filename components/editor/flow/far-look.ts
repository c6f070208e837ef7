import type { CardLook } from "#components/canvas/far-drawing.ts";
import type { FarLook } from "#components/canvas/far-view.tsx";
import { type CardStatus, topStatus } from "#components/canvas/node-status.ts";
import { edgeRunState, type RunOverlayState } from "#components/canvas/run-overlay.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument, useProblems, useRunOverlay, useSession } from "../editor-context.tsx";
import type { ProblemsState } from "../stores/problems-store.ts";

/** How a node stands in the editor: how its run went, else whether something is wrong with it. */
function statusOf(
  record: DocumentNode,
  runs: RunOverlayState["nodes"],
  byNode: ProblemsState["byNode"],
): CardStatus | null {
  const held: CardStatus[] = [];
  if (catalogue.get(record.type) === undefined) held.push("missing");
  if (record.disabled) held.push("disabled");
  const run = runs.get(record.key);
  if (run !== undefined) held.push(run.status);
  else if (byNode[record.id]?.some(({ severity }) => severity === "error")) held.push("problem");
  return topStatus(held);
}

export function useStatus(record: DocumentNode): CardStatus | null {
  const runs = useRunOverlay((state) => state.nodes);
  return useProblems(({ byNode }) => statusOf(record, runs, byNode));
}

export const farLook: FarLook = {
  useCards(ids) {
    const records = useDocument((state) => state.nodes);
    const runs = useRunOverlay((state) => state.nodes);
    const byNode = useProblems((state) => state.byNode);
    return ids.map((id): CardLook => {
      const record = records[id];
      if (record === undefined) return "control/rest";
      return `${catalogue.get(record.type)?.category ?? "control"}/${statusOf(record, runs, byNode) ?? "rest"}`;
    });
  },
  useThreads(edges) {
    const records = useDocument((state) => state.nodes);
    const run = useRunOverlay((state) => state);
    const nodes = useSession((state) => state.nodes);
    const chosen = useSession((state) => state.edges);
    return edges.map(({ id, source, sourceHandle, target }) => {
      if (chosen.has(id) || nodes.has(source) || nodes.has(target)) return "active";
      // Most of the time there is no run, and a thousand threads ask on every key.
      if (run.state === null) return "rest";
      return edgeRunState(run, records[source]?.key, sourceHandle ?? "out", records[target]?.key);
    });
  },
};
