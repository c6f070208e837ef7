"use client";

import { Search } from "lucide-react";
import { Keys } from "#components/ui/kbd.tsx";
import { cn } from "#lib/utils.ts";
import { useOpenSearch } from "./docs-search-context.tsx";

interface SearchFieldProps {
  size?: "md" | "lg";
  label?: string;
  onOpen?: (() => void) | undefined;
}

/** Looks like a field and opens the search, as in the app's own sidebar. */
export function SearchField({ size = "md", label = "Search", onOpen }: SearchFieldProps) {
  const openSearch = useOpenSearch();
  return (
    <button
      type="button"
      onClick={() => {
        onOpen?.();
        openSearch();
      }}
      className={cn(
        "flex shrink-0 items-center gap-2 border bg-surface text-left text-fg-3",
        size === "lg"
          ? "h-11 w-full max-w-[520px] rounded-card border-line-control px-3 text-prose hover:border-fg-2"
          : "h-control rounded-control border-line-2 px-2 hover:border-line-control max-sm:h-10",
      )}
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="truncate">{label}</span>
      <Keys keys={["⌘", "K"]} className="ml-auto" />
    </button>
  );
}

export function SearchIconButton() {
  return (
    <button
      type="button"
      aria-label="Search"
      onClick={useOpenSearch()}
      className="grid size-control place-items-center rounded-control text-fg-2 hover:bg-hover"
    >
      <Search aria-hidden className="size-4" />
    </button>
  );
}
