"use client";

import { Search } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Input } from "#components/ui/input.tsx";

interface FilterScopeProps {
  label: string;
  placeholder: string;
  /** What is counted: `functions`. */
  noun: string;
  children: ReactNode;
}

/**
 * Narrows a list that the server has drawn: `data-words` of each item is what it is found by, and a `data-group` without
 * items left is hidden with them. The items stay what they are, so nothing of them is sent twice.
 */
export function FilterScope({ label, placeholder, noun, children }: FilterScopeProps) {
  const scope = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [{ found, all }, setCount] = useState({ found: 0, all: 0 });
  useEffect(() => {
    if (scope.current) setCount(narrow(scope.current, typed));
  }, [typed]);
  return (
    <div>
      <search className="sticky top-0 z-10 -mx-1 mb-4 flex flex-wrap items-center gap-x-3 gap-y-1.5 bg-surface px-1 py-2 max-sm:top-bar">
        <span className="relative w-[320px] max-w-full max-sm:w-full">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-fg-3"
          />
          <Input
            size="lg"
            aria-label={label}
            placeholder={placeholder}
            value={typed}
            maxLength={100}
            spellCheck={false}
            className="pl-8"
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && setTyped("")}
          />
        </span>
        <span role="status" className="text-fg-3 text-small">
          {typed.trim() === "" ? null : `${found} of ${all} ${noun}`}
        </span>
      </search>
      <div ref={scope}>{children}</div>
      {found === 0 && all > 0 ? (
        <p className="py-8 text-fg-2">Nothing here is called that. Try fewer or other words.</p>
      ) : null}
    </div>
  );
}

function narrow(scope: HTMLElement, typed: string): { found: number; all: number } {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const items = scope.querySelectorAll<HTMLElement>("[data-words]");
  let found = 0;
  for (const item of items) {
    const isFound = words.every((word) => item.dataset.words?.includes(word));
    item.hidden = !isFound;
    if (isFound) found++;
  }
  for (const group of scope.querySelectorAll<HTMLElement>("[data-group]")) {
    group.hidden = group.querySelector("[data-words]:not([hidden])") === null;
  }
  return { found, all: items.length };
}
