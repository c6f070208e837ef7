"use client";

import { Menu } from "lucide-react";
import { type ReactNode, useState } from "react";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import type { DocsSection } from "#lib/docs/navigation.ts";
import { NativeDialog } from "../native-dialog.tsx";
import { DocsSearchProvider } from "../search/docs-search-context.tsx";
import { SearchIconButton } from "../search/search-buttons.tsx";
import { DocsSidebar } from "./docs-sidebar.tsx";

interface DocsFrameProps {
  sections: readonly DocsSection[];
  /** Where the reader came from, or goes to. */
  home: { href: string; label: string };
  children: ReactNode;
}

/** Sidebar and page side by side. The page itself scrolls, so that the browser's own search and anchors work as anywhere. */
export function DocsFrame({ sections, home, children }: DocsFrameProps) {
  const [open, setOpen] = useState(false);
  return (
    <DocsSearchProvider>
      {/* The bar sticks to this box: the body is no higher than the window. */}
      <div>
        <a
          href="#main"
          className="skip-link rounded-control bg-ink px-3 py-1.5 font-medium text-on-ink text-small shadow-float"
        >
          Skip to content
        </a>
        <header className="sticky top-0 z-20 flex h-bar items-center gap-1 border-line border-b bg-surface pr-2 pl-1.5 sm:hidden">
          <button
            type="button"
            aria-label="Open menu"
            onClick={() => setOpen(true)}
            className="grid size-control place-items-center rounded-control text-fg-2 hover:bg-hover"
          >
            <Menu aria-hidden className="size-4" />
          </button>
          <span className="mr-auto flex items-center gap-2 font-medium text-lead">
            <HeddleMark size={18} />
            Documentation
          </span>
          <SearchIconButton />
        </header>
        <div className="grid min-h-dvh grid-cols-[var(--w-sidebar)_minmax(0,1fr)] bg-surface max-sm:grid-cols-1">
          <div className="sticky top-0 h-dvh border-line border-r max-sm:hidden">
            <DocsSidebar sections={sections} home={home} className="h-full" />
          </div>
          <main id="main" tabIndex={-1} className="min-w-0 outline-none">
            {children}
          </main>
        </div>
      </div>
      {open ? (
        <NativeDialog
          label="Menu"
          onClose={() => setOpen(false)}
          className="m-0 h-dvh max-h-none w-[min(320px,88vw)] max-w-none animate-slide border-r bg-bg"
        >
          <DocsSidebar sections={sections} home={home} onNavigate={() => setOpen(false)} className="h-full" />
        </NativeDialog>
      ) : null}
    </DocsSearchProvider>
  );
}
