import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo, useMemo } from "react";
import type { FlowEdge } from "#components/canvas/flow-shape.ts";
import { itemsText } from "#components/canvas/node-status.ts";
import { dropCount, edgeRunState } from "#components/canvas/run-overlay.ts";
import { Thread } from "#components/canvas/thread.tsx";
import { threadRoute } from "#components/canvas/thread-path.ts";
import type { DocumentEdge } from "#lib/engine/document.ts";
import { useLook, useOpenRun, useOverlay } from "./run-context.tsx";

/** xyflow gives the outer rim of a handle; threads go to its middle, the card's edge. */
const RIM = 3.5;
const noEdges: readonly DocumentEdge[] = [];

/** A thread of the run: whether it was taken, and how much it carried. A click shows what. */
function RunThreadView(props: EdgeProps<FlowEdge>) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, data } = props;
  const { nodes, edges } = useOpenRun();
  const incoming = data?.incoming ?? noEdges;
  const route = useMemo(
    () =>
      threadRoute(
        { x: sourceX, y: sourceY - RIM },
        { x: targetX, y: targetY + RIM },
        { shareLane: incoming.length > 1 },
      ),
    [sourceX, sourceY, targetX, targetY, incoming.length],
  );
  const active = useLook((look) => look.edge === id);
  const to = nodes.get(target)?.key;
  const port = edges.get(id)?.sourcePort ?? "out";
  const state = useOverlay((run) => edgeRunState(run, nodes.get(source)?.key, port, to));
  const count = useOverlay((run) =>
    dropCount(
      run,
      id,
      incoming,
      incoming.map((edge) => nodes.get(edge.source)?.key),
      to,
    ),
  );
  return (
    <>
      <Thread route={route} state={state} active={active} />
      {count === undefined ? null : (
        <EdgeLabelRenderer>
          <span
            className="thread-count"
            data-state={state}
            style={{
              left: 0,
              top: 0,
              transform: `translate(${route.drop.x}px, ${route.drop.y}px) translate(6px, -50%)`,
            }}
          >
            {itemsText(count)}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

export const RunThread = memo(RunThreadView);
