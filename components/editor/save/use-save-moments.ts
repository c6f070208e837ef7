import { useEffect } from "react";
import type { Saver } from "./saver.ts";

/** Beside the pause after a change: when the window loses the focus, is hidden or closed, and when the net is back. */
export function useSaveMoments(saver: Saver): void {
  useEffect(() => {
    const now = () => void saver.flush();
    const leaving = () => void saver.flush({ leaving: true });
    const hidden = () => document.visibilityState === "hidden" && leaving();
    window.addEventListener("blur", now);
    window.addEventListener("online", now);
    window.addEventListener("focus", now);
    window.addEventListener("pagehide", leaving);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("blur", now);
      window.removeEventListener("online", now);
      window.removeEventListener("focus", now);
      window.removeEventListener("pagehide", leaving);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [saver]);
}
