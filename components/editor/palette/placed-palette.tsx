import { useReactFlow } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { CARD_HEIGHT } from "#components/canvas/geometry.ts";
import { type Point, threadRoute } from "#components/canvas/thread-path.ts";
import { PHONE, useMediaQuery } from "#components/shared/use-media-query.ts";
import { useEditor, useSession } from "../editor-context.tsx";
import type { PaletteRequest } from "../stores/session-store.ts";
import { Palette } from "./palette.tsx";

const WIDTH = 560;
const HEIGHT = 412;
const MARGIN = 12;
const BELOW = 56;
const EYELET_FROM_LEFT = 142;

interface Place {
  left: number;
  top: number;
  /** The thread that waits for the node, in the canvas's own pixels. */
  thread: string | null;
  eyelet: number | null;
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, Math.max(min, max)));
}

/** Where the palette is drawn: at the open end of a thread, at the pointer, or in the middle near the top. */
function usePlace(request: PaletteRequest, canvas: () => HTMLElement | null): Place | null {
  const { getInternalNode, flowToScreenPosition } = useReactFlow();
  const [place, setPlace] = useState<Place | null>(null);
  useLayoutEffect(() => {
    const rect = canvas()?.getBoundingClientRect();
    if (rect === undefined) return;
    const local = (point: Point) => ({ x: point.x - rect.left, y: point.y - rect.top });
    const end = request.from ?? request.to;
    const node = end === undefined ? undefined : getInternalNode(end.node);
    const bounds = node?.internals.handleBounds?.[request.from ? "source" : "target"];
    const handle = bounds?.find((one) => one.id === end?.port);
    const source =
      node === undefined || handle === undefined
        ? null
        : local(
            flowToScreenPosition({
              x: node.internals.positionAbsolute.x + handle.x + handle.width / 2,
              y: node.internals.positionAbsolute.y + (request.from ? (node.measured.height ?? CARD_HEIGHT) : 0),
            }),
          );
    const asked = request.screen === undefined ? null : local(request.screen);
    const target = asked ?? (source === null ? null : { x: source.x, y: source.y + BELOW });
    const left = clamp(
      target === null ? (rect.width - WIDTH) / 2 : target.x - (source === null ? 0 : EYELET_FROM_LEFT),
      MARGIN,
      rect.width - WIDTH - MARGIN,
    );
    const top = clamp(target === null ? rect.height * 0.14 : target.y, MARGIN, rect.height - HEIGHT - MARGIN);
    const eyelet = source === null || target === null ? null : clamp(target.x - left, 16, WIDTH - 16);
    const drawn = source !== null && eyelet !== null && request.from !== undefined && top > source.y + 4;
    setPlace({
      left,
      top,
      eyelet: drawn ? eyelet : null,
      thread: drawn ? threadRoute(source, { x: left + eyelet, y: top }).path : null,
    });
  }, [request, canvas, getInternalNode, flowToScreenPosition]);
  return place;
}

/** The palette on the canvas, with the thread that waits for what is chosen. */
export function PlacedPalette() {
  const request = useSession((state) => state.palette);
  return request === null ? null : <OpenPalette request={request} />;
}

function OpenPalette({ request }: { request: PaletteRequest }) {
  const { session } = useEditor();
  const phone = useMediaQuery(PHONE);
  const layer = useRef<HTMLDivElement>(null);
  const [canvas] = useState(() => () => layer.current);
  const place = usePlace(request, canvas);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.closest("[data-palette]") === null) {
        session.setState({ palette: null });
      }
    };
    document.addEventListener("pointerdown", onPointerDown, true);
    return () => document.removeEventListener("pointerdown", onPointerDown, true);
  }, [session]);
  return (
    <div ref={layer} className="pointer-events-none absolute inset-0 z-20">
      {phone ? (
        <Palette
          request={request}
          className="pointer-events-auto fixed inset-x-0 bottom-0 z-50 h-[75dvh] rounded-t-panel rounded-b-none"
        />
      ) : (
        place !== null && (
          <>
            {place.thread !== null && (
              <svg aria-hidden="true" className="absolute inset-0 size-full overflow-visible">
                <path d={place.thread} className="thread" data-active />
              </svg>
            )}
            <Palette
              request={request}
              className="pointer-events-auto absolute w-[560px]"
              style={{ left: place.left, top: place.top, height: HEIGHT }}
            />
            {place.eyelet !== null && (
              <span
                aria-hidden
                className="absolute h-[7px] w-3 rounded-chip border-[1.5px] border-focus bg-raised"
                style={{ left: place.left + place.eyelet - 6, top: place.top - 3.5 }}
              />
            )}
          </>
        )
      )}
    </div>
  );
}
