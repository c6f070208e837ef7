import { useRef } from "react";

export const NARROWEST = 320;
export const WIDEST = 560;
const STEP = 16;

/** The edge between canvas and inspector: dragged, or moved with the arrow keys. Widths in pixels. */
export function ResizeHandle({ width, onWidth }: { width: number; onWidth(width: number): void }) {
  const drag = useRef<{ x: number; width: number } | null>(null);
  const set = (next: number) => onWidth(Math.round(Math.min(WIDEST, Math.max(NARROWEST, next))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>
    <div
      role="separator"
      aria-label="Width of the settings"
      aria-orientation="vertical"
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={width}
      tabIndex={0}
      className="absolute inset-y-0 left-[-3px] z-20 w-1.5 cursor-col-resize touch-none hover:bg-focus/40 focus-visible:bg-focus focus-visible:outline-none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (drag.current !== null) set(drag.current.width + drag.current.x - event.clientX);
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onDoubleClick={() => set(0)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        event.preventDefault();
        event.stopPropagation();
        set(width + (event.key === "ArrowLeft" ? STEP : -STEP));
      }}
    />
  );
}
