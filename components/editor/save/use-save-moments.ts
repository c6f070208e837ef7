import { useEffect, useRef } from "react";
import type { Saver } from "./saver.ts";

/** Closes the saver with the editor. React's check in development takes effects back and makes them again at once. */
export function useCloseSaver(saver: Saver): void {
  const closing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    clearTimeout(closing.current);
    return () => {
      closing.current = setTimeout(() => saver.close());
    };
  }, [saver]);
}

/** Beside the pause after a change: when the window loses the focus, is hidden or closed, and when the net is back. */
export function useSaveMoments(saver: Saver): void {
  useEffect(() => {
    const now = () => void saver.flush();
    const leaving = () => void saver.flush({ leaving: true });
    const hidden = () => document.visibilityState === "hidden" && leaving();
    window.addEventListener("blur", now);
    window.addEventListener("online", now);
    const back = () => void saver.flush().then(() => saver.refresh());
    // The page may have come out of the browser's or the router's memory, older than what is stored.
    void saver.refresh();
    window.addEventListener("focus", back);
    window.addEventListener("pagehide", leaving);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("blur", now);
      window.removeEventListener("online", now);
      window.removeEventListener("focus", back);
      window.removeEventListener("pagehide", leaving);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [saver]);
}
