"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { NARROW, useMediaQuery } from "#components/shared/use-media-query.ts";
import type { Selection } from "#components/shared/use-selection.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { Run } from "#lib/api/contracts/runs.ts";
import { RunTableRow } from "./run-table-row.tsx";

const ROW = 40;
const NARROW_ROW = 64;
const BEFORE_THE_END = 15;

interface RunTableProps {
  runs: readonly Run[];
  /** False where all are of one workflow, which the page names. */
  named: boolean;
  selection: Selection | null;
  hasMore: boolean;
  isReading: boolean;
  readMore(): void;
}

/** Runs as rows that open them. Only those in sight are drawn; the next page is read before its rows are reached. */
export function RunTable({ runs, named, selection, hasMore, isReading, readMore }: RunTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery(NARROW);
  const height = narrow ? NARROW_ROW : ROW;
  const windowed = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => runs[index]?.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have another height when the window gets narrow
  useEffect(() => windowed.measure(), [height, windowed]);
  const rows = windowed.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isReading && last >= runs.length - BEFORE_THE_END) readMore();
  }, [hasMore, isReading, last, runs.length, readMore]);
  const all = runs.map(({ id }) => id);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" data-testid="run-table">
      <div className="sticky top-0 z-10 flex h-8 items-center gap-3 border-line border-b bg-surface px-5 text-fg-3 text-micro max-sm:px-4">
        {selection ? (
          <Checkbox
            aria-label="Select all that are loaded"
            checked={selection.stateOf(all)}
            onCheckedChange={(on) => selection.set(all, on === true)}
          />
        ) : null}
        <span className="w-28 max-md:hidden">Status</span>
        <span className="w-20 max-md:hidden">Run</span>
        {named ? <span className="w-56 max-xl:w-44 max-md:hidden">Workflow</span> : null}
        <span className="w-24 max-md:hidden">Started</span>
        <span className="w-20 text-right max-md:hidden">Took</span>
        <span className="w-20 text-right max-xl:hidden">Models</span>
        <span className="w-36 pl-3 max-xl:w-28 max-lg:hidden">Started by</span>
        <span className="w-12 max-lg:hidden">Version</span>
        <span className="whitespace-nowrap max-md:hidden">What went wrong</span>
        <span className="md:hidden">Newest first</span>
      </div>
      <ul aria-label="Runs" className="relative" style={{ height: windowed.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const run = runs[index];
          return run ? (
            <li
              key={run.id}
              aria-setsize={hasMore ? -1 : runs.length}
              aria-posinset={index + 1}
              data-state={selection?.has(run.id) ? "selected" : undefined}
              className="absolute inset-x-0 border-line border-b hover:bg-hover data-[state=selected]:bg-primary-soft"
              style={{ height, transform: `translateY(${start}px)` }}
            >
              <RunTableRow run={run} named={named} selection={selection} />
            </li>
          ) : null;
        })}
      </ul>
      {isReading ? (
        <p className="flex items-center justify-center gap-2 p-3 text-fg-3 text-small" role="status">
          <Spinner /> Loading more
        </p>
      ) : null}
    </div>
  );
}
