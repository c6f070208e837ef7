import { cardStatus } from "#components/canvas/card-status.ts";
import type { CardLook } from "#components/canvas/far-drawing.ts";
import type { FarLook } from "#components/canvas/far-view.tsx";
import { edgeRunState } from "#components/canvas/run-overlay.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useLook, useOpenRun, useOverlay } from "./run-context.tsx";

export const farLook: FarLook = {
  useCards(ids) {
    const { nodes } = useOpenRun();
    const run = useOverlay((state) => state);
    return ids.map((id): CardLook => {
      const record = nodes.get(id);
      if (record === undefined) return "control/rest";
      const status = cardStatus(record, run.nodes.get(record.key)?.status);
      return `${catalogue.get(record.type)?.category ?? "control"}/${status ?? "rest"}`;
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
