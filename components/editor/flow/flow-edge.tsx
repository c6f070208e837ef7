import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo, useMemo, useRef, useState } from "react";
import { useShallow } from "zustand/shallow";
import type { FlowEdge as FlowEdgeType } from "#components/canvas/flow-shape.ts";
import { itemsText } from "#components/canvas/node-status.ts";
import { dropCount, edgeRunState } from "#components/canvas/run-overlay.ts";
import { Thread } from "#components/canvas/thread.tsx";
import { type Point, threadRoute } from "#components/canvas/thread-path.ts";
import type { DocumentEdge } from "#lib/engine/document.ts";
import { useDocument, useEditor, useRunOverlay, useSession } from "../editor-context.tsx";

/** xyflow gives the outer rim of a handle; threads go to its middle, the card's edge. */
const RIM = 3.5;
const LEAVE_MS = 160;

/** Where the thread runs, and how the run went along it. */
function useThread({ id, source, target, sourceX, sourceY, targetX, targetY, data }: EdgeProps<FlowEdgeType>) {
  const incoming = data?.incoming ?? noEdges;
  const shareLane = incoming.length > 1;
  const route = useMemo(
    () => threadRoute({ x: sourceX, y: sourceY - RIM }, { x: targetX, y: targetY + RIM }, { shareLane }),
    [sourceX, sourceY, targetX, targetY, shareLane],
  );
  const active = useSession((state) => state.edges.has(id) || state.nodes.has(source) || state.nodes.has(target));
  const sourceKey = useDocument((state) => state.nodes[source]?.key);
  const targetKey = useDocument((state) => state.nodes[target]?.key);
  const port = useDocument((state) => state.edges[id]?.sourcePort ?? "out");
  const run = useRunOverlay((state) => edgeRunState(state, sourceKey, port, targetKey));
  return { incoming, route, active, run, targetKey };
}

function FlowEdgeView(props: EdgeProps<FlowEdgeType>) {
  const { id } = props;
  const { readOnly, session } = useEditor();
  const { incoming, route, active, run, targetKey } = useThread(props);
  const selected = useSession((state) => state.edges.has(id));
  const count = useDropCount(id, incoming, targetKey);
  const [hovered, setHovered] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hover = (on: boolean) => {
    clearTimeout(leaving.current);
    if (on) setHovered(true);
    else leaving.current = setTimeout(() => setHovered(false), LEAVE_MS);
  };
  const insert = (event: React.MouseEvent) => {
    event.stopPropagation();
    session.setState({ palette: { edge: id, screen: { x: event.clientX, y: event.clientY } } });
  };
  return (
    // Hovering only shows the + that the keyboard reaches by selecting the thread.
    <g onPointerEnter={() => hover(true)} onPointerLeave={() => hover(false)}>
      <Thread route={route} state={run} active={active || hovered} />
      {((hovered || selected) && !readOnly) || count !== undefined ? (
        <EdgeLabelRenderer>
          {count !== undefined && (
            <span className="thread-count" data-state={run} style={place(route.drop, "translate(6px, -50%)")}>
              {itemsText(count)}
            </span>
          )}
          {(hovered || selected) && !readOnly && (
            <button
              type="button"
              tabIndex={selected ? 0 : -1}
              className="add-here nodrag nopan"
              aria-label="Put a node in here"
              style={place(route.middle, "translate(-50%, -50%)")}
              onPointerEnter={() => hover(true)}
              onPointerLeave={() => hover(false)}
              onClick={insert}
            >
              <Plus size={12} strokeWidth={2.3} aria-hidden />
            </button>
          )}
        </EdgeLabelRenderer>
      ) : null}
    </g>
  );
}

const noEdges: readonly DocumentEdge[] = [];

/** Items that came down the last stretch, which threads into one target share: only the first of them says it. */
function useDropCount(id: string, incoming: readonly DocumentEdge[], target: string | undefined): number | undefined {
  const keys = useDocument(useShallow((state) => incoming.map((edge) => state.nodes[edge.source]?.key)));
  return useRunOverlay((state) => dropCount(state, id, incoming, keys, target));
}

function place(point: Point, shift: string): React.CSSProperties {
  return { left: 0, top: 0, transform: `translate(${point.x}px, ${point.y}px) ${shift}` };
}

export const FlowEdge = memo(FlowEdgeView);
