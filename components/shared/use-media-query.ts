"use client";

import { useSyncExternalStore } from "react";

/** Whether the window matches, kept up to date. On the server: no. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}

export const PHONE = "(max-width: 640px)";
/** Too narrow for a table beside the sidebar: rows of two lines instead. */
export const NARROW = "(max-width: 899px)";
