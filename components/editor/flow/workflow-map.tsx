import { useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { memo, useEffect, useMemo, useRef } from "react";
import { useShallow } from "zustand/shallow";
import { describeRunNode } from "#components/canvas/run-overlay.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument, useProblems, useRunOverlay } from "../editor-context.tsx";
import { type Box, mapBounds, pointUnder, screenOnMap } from "./map-view.ts";

const MAP = { width: 176, height: 108 };
/** How far one turn of the wheel zooms, as xyflow's own canvas does. */
const WHEEL = 0.002;

/**
 * All of the workflow, and what of it is on the screen. The cards are drawn when they change and stay as they are while the
 * canvas moves: only the frame around what is seen is moved over them.
 */
export function WorkflowMap() {
  const { setCenter, getZoom, zoomTo } = useReactFlow();
  const screen = useStore(useShallow(({ width, height }) => ({ width, height })));
  const nodes = useStore((state) => state.nodes);
  const store = useStoreApi();
  const cards = useMemo(() => {
    const { nodeLookup } = store.getState();
    return nodes.map(({ id, width = 0, height = 0 }) => {
      const { x, y } = nodeLookup.get(id)?.internals.positionAbsolute ?? { x: 0, y: 0 };
      return { id, x, y, width, height };
    });
  }, [nodes, store]);
  const bounds = useMemo(() => mapBounds(cards, screen), [cards, screen]);
  const map = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = map.current;
    const onWheel = (event: WheelEvent) => {
      // Else the browser zooms the page.
      event.preventDefault();
      void zoomTo(getZoom() * 2 ** (-event.deltaY * WHEEL));
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [getZoom, zoomTo]);

  const goTo = (event: React.PointerEvent<HTMLElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { x, y } = pointUnder(bounds, MAP, { x: event.clientX - left, y: event.clientY - top });
    void setCenter(x, y, { zoom: getZoom() });
  };
  return (
    <div
      ref={map}
      role="img"
      aria-label="Map of the workflow"
      className="workflow-map"
      style={MAP}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
      }}
    >
      <svg aria-hidden viewBox={`${bounds.x} ${bounds.y} ${bounds.width} ${bounds.height}`}>
        {cards.map(({ id, x, y, width, height }) => (
          <MapCard key={id} id={id} x={x} y={y} width={width} height={height} />
        ))}
      </svg>
      <Seen bounds={bounds} />
    </div>
  );
}

/** What is on the screen. */
function Seen({ bounds }: { bounds: Box }) {
  const [x, y, zoom] = useStore((state) => state.transform);
  const screen = useStore(useShallow(({ width, height }) => ({ width, height })));
  const seen = screenOnMap(bounds, MAP, { x, y, zoom }, screen);
  return (
    <i
      className="map-seen"
      style={{ width: seen.width, height: seen.height, transform: `translate(${seen.x}px, ${seen.y}px)` }}
    />
  );
}

/** A card on the map: the tone of its category, or how its run went. */
const MapCard = memo(function MapCard({ id, x, y, width, height }: Box & { id: string }) {
  const type = useDocument((state) => state.nodes[id]?.type ?? "");
  const key = useDocument((state) => state.nodes[id]?.key ?? "");
  const status = useRunOverlay((state) => describeRunNode(state, key)?.status);
  const broken = useProblems((state) => state.byNode[id]?.some((problem) => problem.severity === "error") ?? false);
  return (
    <rect
      className="map-card"
      data-category={catalogue.get(type)?.category ?? "control"}
      data-status={status ?? (broken ? "problem" : undefined)}
      x={x}
      y={y}
      width={width}
      height={height}
      rx={10}
    />
  );
});
