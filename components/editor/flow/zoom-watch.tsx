import { useStore } from "@xyflow/react";
import { type RefObject, useLayoutEffect } from "react";
import { tierOf } from "#components/canvas/geometry.ts";

/** Steps in which text is counter-scaled: fine enough to the eye, and most frames of a zoom change nothing. */
const STEP = 0.05;

/** Writes the zoom where canvas.css reads it, so that no card renders for a zoom. */
export function ZoomWatch({ target }: { target: RefObject<HTMLElement | null> }) {
  const zoom = useStore((state) => state.transform[2]);
  const tier = tierOf(zoom);
  const step = Math.max(0.1, Math.min(1.5, Math.round(zoom / STEP) * STEP));
  useLayoutEffect(() => {
    target.current?.setAttribute("data-tier", tier);
    target.current?.style.setProperty("--zoom", step.toFixed(2));
  }, [target, tier, step]);
  return null;
}
