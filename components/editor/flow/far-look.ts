import { cardStatus } from "#components/canvas/card-status.ts";
import type { CardLook } from "#components/canvas/far-drawing.ts";
import type { FarLook } from "#components/canvas/far-view.tsx";
import type { CardStatus } from "#components/canvas/node-status.ts";
import { edgeRunState } from "#components/canvas/run-overlay.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument, useProblems, useRunOverlay, useSession } from "../editor-context.tsx";

const isError = ({ severity }: { severity: string }) => severity === "error";

/** How a node stands in the editor: how its run went, else whether something is wrong with it. */
export function useStatus(record: DocumentNode): CardStatus | null {
  const run = useRunOverlay((state) => state.nodes.get(record.key)?.status);
  const isBroken = useProblems(({ byNode }) => byNode[record.id]?.some(isError));
  return cardStatus(record, run, isBroken);
}

export const farLook: FarLook = {
  useCards(ids) {
    const records = useDocument((state) => state.nodes);
    const runs = useRunOverlay((state) => state.nodes);
    const byNode = useProblems((state) => state.byNode);
    return ids.map((id): CardLook => {
      const record = records[id];
      if (record === undefined) return "control/rest";
      const status = cardStatus(record, runs.get(record.key)?.status, byNode[id]?.some(isError));
      return `${catalogue.get(record.type)?.category ?? "control"}/${status ?? "rest"}`;
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
