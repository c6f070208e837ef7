import type { CardLook } from "#components/canvas/far-drawing.ts";
import type { FarLook } from "#components/canvas/far-view.tsx";
import { type CardStatus, topStatus } from "#components/canvas/node-status.ts";
import { edgeRunState, type RunOverlayState } from "#components/canvas/run-overlay.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useLook, useOpenRun, useOverlay } from "./run-context.tsx";

/** How a node of the run stands, in the moment that is shown. */
export function statusOf(record: DocumentNode, { nodes }: Pick<RunOverlayState, "nodes">): CardStatus | null {
  const held: CardStatus[] = [];
  if (catalogue.get(record.type) === undefined) held.push("missing");
  if (record.disabled) held.push("disabled");
  const run = nodes.get(record.key);
  if (run !== undefined) held.push(run.status);
  return topStatus(held);
}

export const farLook: FarLook = {
  useCards(ids) {
    const { nodes } = useOpenRun();
    const run = useOverlay((state) => state);
    return ids.map((id): CardLook => {
      const record = nodes.get(id);
      if (record === undefined) return "control/rest";
      return `${catalogue.get(record.type)?.category ?? "control"}/${statusOf(record, run) ?? "rest"}`;
    });
  },
  useThreads(edges) {
    const { nodes } = useOpenRun();
    const run = useOverlay((state) => state);
    const chosen = useLook((look) => look.edge);
    return edges.map(({ id, source, sourceHandle, target }) =>
      id === chosen
        ? "active"
        : edgeRunState(run, nodes.get(source)?.key, sourceHandle ?? "out", nodes.get(target)?.key),
    );
  },
};
