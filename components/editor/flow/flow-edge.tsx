import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo, useMemo, useRef, useState } from "react";
import { edgeRunState } from "#components/canvas/run-overlay.ts";
import { Thread } from "#components/canvas/thread.tsx";
import { type Point, threadRoute } from "#components/canvas/thread-path.ts";
import { useDocument, useEditor, useRunOverlay, useSession } from "../editor-context.tsx";
import type { FlowEdge as FlowEdgeType } from "./use-flow-elements.ts";

/** xyflow gives the outer rim of a handle; threads go to its middle, the card's edge. */
const RIM = 3.5;
const LEAVE_MS = 160;

function FlowEdgeView(props: EdgeProps<FlowEdgeType>) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, data } = props;
  const { readOnly, session } = useEditor();
  const shareLane = data?.shareLane ?? false;
  const route = useMemo(
    () => threadRoute({ x: sourceX, y: sourceY - RIM }, { x: targetX, y: targetY + RIM }, { shareLane }),
    [sourceX, sourceY, targetX, targetY, shareLane],
  );
  const active = useSession((state) => state.edges.has(id) || state.nodes.has(source) || state.nodes.has(target));
  const selected = useSession((state) => state.edges.has(id));
  const sourceKey = useDocument((state) => state.nodes[source]?.key);
  const targetKey = useDocument((state) => state.nodes[target]?.key);
  const port = useDocument((state) => state.edges[id]?.sourcePort ?? "out");
  const run = useRunOverlay((state) => edgeRunState(state, sourceKey, port, targetKey));
  const count = useRunOverlay((state) =>
    run === "taken" || run === "live" ? state.counts[sourceKey ?? ""] : undefined,
  );
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
              {count}
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

function place(point: Point, shift: string): React.CSSProperties {
  return { left: 0, top: 0, transform: `translate(${point.x}px, ${point.y}px) ${shift}` };
}

export const FlowEdge = memo(FlowEdgeView);
