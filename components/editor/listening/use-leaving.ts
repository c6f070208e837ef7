import { type RefObject, useEffect, useRef } from "react";

/** A page that has not come by then is not waited for any more, in ms. */
const PATIENCE_MS = 10_000;

/**
 * True from the click on a link to another page until that page is there. Next gives up the page on its way when the address is
 * changed meanwhile, so what changes it by itself has to wait.
 */
export function useLeaving(): RefObject<boolean> {
  const leaving = useRef(false);
  useEffect(() => {
    let timer: number | undefined;
    const onClick = (event: MouseEvent) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (!link || (link.target !== "" && link.target !== "_self")) return;
      if (link.origin !== window.location.origin || link.pathname === window.location.pathname) return;
      leaving.current = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        leaving.current = false;
      }, PATIENCE_MS);
    };
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, []);
  return leaving;
}
