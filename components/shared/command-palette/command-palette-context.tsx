"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { CommandGroup } from "./command.ts";

interface CommandPalette {
  open(): void;
  /** Adds what can be done on the page that is shown. @returns a function that takes it away */
  offer(group: () => CommandGroup): () => void;
}

const CommandPaletteContext = createContext<CommandPalette>({ open: () => {}, offer: () => () => {} });

const CommandPaletteDialog = dynamic(() => import("./command-palette-dialog.tsx"), { ssr: false });

/** ⌘K, on every page of those signed in. The dialog is loaded when it is first opened. */
export function CommandPaletteProvider({ mayWrite, children }: { mayWrite: boolean; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const offered = useRef(new Set<() => CommandGroup>());
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setOpen((open) => !open);
    };
    // Before the page's own keys: ⌘K means the same everywhere.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
  const offer = useCallback((group: () => CommandGroup) => {
    offered.current.add(group);
    return () => void offered.current.delete(group);
  }, []);
  const palette = useMemo<CommandPalette>(() => ({ open: () => setOpen(true), offer }), [offer]);
  return (
    <CommandPaletteContext.Provider value={palette}>
      {children}
      {isOpen ? (
        <CommandPaletteDialog
          mayWrite={mayWrite}
          here={[...offered.current].map((group) => group())}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </CommandPaletteContext.Provider>
  );
}

export function useCommandPalette(): CommandPalette {
  return useContext(CommandPaletteContext);
}

/** Offers what this page can do for as long as it is shown; `group` is asked when the palette opens. */
export function useOfferCommands(group: () => CommandGroup): void {
  const { offer } = useCommandPalette();
  const latest = useRef(group);
  latest.current = group;
  useEffect(() => offer(() => latest.current()), [offer]);
}
