import { useMemo } from "react";
import { type EventLine, eventLine } from "./event-words.ts";
import { useOpenRun, useOverlay } from "./run-context.tsx";

/** Every entry of the run's journal so far, in words. */
export function useEventLines(): EventLine[] {
  const { overlay } = useOpenRun();
  const live = useOverlay((state) => state.live);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the entries grow in place, and `live` tells when
  return useMemo(() => overlay.getState().entries.map(eventLine), [overlay, live]);
}
