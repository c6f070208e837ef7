"use client";

import { Menu } from "lucide-react";
import { createContext, type ReactNode, useContext, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet, SheetContent, SheetTitle } from "#components/ui/sheet.tsx";
import type { Member } from "./member.ts";
import { Sidebar } from "./sidebar.tsx";

const OpenMenuContext = createContext<() => void>(() => {});

/** Sidebar and page side by side; on a phone the sidebar waits behind a button. */
export function Shell({ member, children }: { member: Member; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <OpenMenuContext.Provider value={() => setOpen(true)}>
      <a
        href="#main"
        className="skip-link rounded-control bg-ink px-3 py-1.5 font-medium text-on-ink text-small shadow-float"
      >
        Skip to content
      </a>
      <div className="grid h-dvh grid-cols-[var(--w-sidebar)_minmax(0,1fr)] max-sm:grid-cols-1">
        <Sidebar member={member} className="border-line border-r max-sm:hidden" />
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-col bg-surface outline-none">
          {children}
        </main>
      </div>
      <Sheet open={open} onOpenChange={setOpen}>
        <SheetContent side="left" closeButton={false} aria-describedby={undefined}>
          <SheetTitle className="sr-only">Menu</SheetTitle>
          <Sidebar member={member} onNavigate={() => setOpen(false)} className="flex-1" />
        </SheetContent>
      </Sheet>
    </OpenMenuContext.Provider>
  );
}

export function MenuButton() {
  const openMenu = useContext(OpenMenuContext);
  return (
    <IconButton label="Open menu" onClick={openMenu} className="sm:hidden">
      <Menu aria-hidden className="size-4" />
    </IconButton>
  );
}
