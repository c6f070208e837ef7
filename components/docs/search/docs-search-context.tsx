"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const OpenSearchContext = createContext<() => void>(() => {});

const DocsSearchDialog = dynamic(() => import("./docs-search-dialog.tsx"), { ssr: false });

/** ⌘K and `/`, on every page of the documentation. The dialog is loaded when it is first opened. */
export function DocsSearchProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isCombination = event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey);
      const isSlash = event.key === "/" && !event.metaKey && !event.ctrlKey && !isTyping(event.target);
      if (!(isCombination || isSlash) || event.altKey) return;
      event.preventDefault();
      setOpen((open) => (isCombination ? !open : true));
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <OpenSearchContext.Provider value={() => setOpen(true)}>
      {children}
      {isOpen ? <DocsSearchDialog onClose={() => setOpen(false)} /> : null}
    </OpenSearchContext.Provider>
  );
}

export function useOpenSearch(): () => void {
  return useContext(OpenSearchContext);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
