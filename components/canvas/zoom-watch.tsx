import { useStore } from "@xyflow/react";
import { type RefObject, useLayoutEffect } from "react";
import { type Tier, tierOf } from "./geometry.ts";

/** Steps in which text is counter-scaled: fine enough to the eye, and most frames of a zoom change nothing. */
const STEP = 0.05;

/** Writes the zoom where canvas.css reads it, so that no card renders for a zoom; tells of a new tier. */
export function ZoomWatch({ target, onTier }: { target: RefObject<HTMLElement | null>; onTier: (tier: Tier) => void }) {
  const zoom = useStore((state) => state.transform[2]);
  // Before the first fit the zoom says nothing about what will be seen.
  const placed = useStore((state) => !state.fitViewQueued);
  const tier = tierOf(zoom);
  const step = Math.max(0.1, Math.min(1.5, Math.round(zoom / STEP) * STEP));
  useLayoutEffect(() => {
    if (!placed) return;
    target.current?.setAttribute("data-tier", tier);
    target.current?.style.setProperty("--zoom", step.toFixed(2));
    onTier(tier);
  }, [target, placed, tier, step, onTier]);
  return null;
}
