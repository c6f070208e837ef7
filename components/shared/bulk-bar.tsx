"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";

/** Floats over a list while something of it is selected: how many, and what can be done to them. */
export function BulkBar({ count, clear, children }: { count: number; clear: () => void; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-2 bottom-4 z-20 flex justify-center">
      <div
        role="toolbar"
        aria-label="With the selected"
        className="pointer-events-auto flex max-w-full items-center gap-0.5 overflow-x-auto rounded-card border border-line-2 bg-raised py-1 pr-1 pl-3 text-small shadow-dialog"
      >
        <b className="mr-1 whitespace-nowrap" role="status">
          {count} <span className="max-sm:sr-only">selected</span>
        </b>
        <span aria-hidden className="mx-1 h-4 w-px shrink-0 bg-line-2" />
        {children}
        <span aria-hidden className="mx-1 h-4 w-px shrink-0 bg-line-2" />
        <IconButton label="Select none" onClick={clear}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
    </div>
  );
}
