import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import { useShallow } from "zustand/shallow";
import { Drawing } from "#components/canvas/drawing.tsx";
import { drawMap } from "#components/canvas/far-drawing.ts";
import { useSame } from "#components/canvas/far-view.tsx";
import { useCardPlaces } from "#components/canvas/use-card-places.ts";
import { farLook } from "./far-look.ts";
import { type Box, mapBounds, mapFit, pointUnder, screenOnMap } from "./map-view.ts";

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
  const cards = useCardPlaces();
  const ids = useMemo(() => cards.map(({ node }) => node.id), [cards]);
  const looks = useSame(farLook.useCards(ids));
  const strokes = useMemo(() => drawMap(cards, looks), [cards, looks]);
  const bounds = useMemo(() => mapBounds(cards, screen), [cards, screen]);
  const fit = mapFit(bounds, MAP);
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
      <Drawing
        strokes={strokes}
        x={fit.x - bounds.x * fit.scale}
        y={fit.y - bounds.y * fit.scale}
        zoom={fit.scale}
        {...MAP}
      />
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
