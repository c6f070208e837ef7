"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { FoldVertical } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { seconds } from "#components/canvas/run-log.tsx";
import { keyOfPath } from "#components/canvas/shown-rounds.ts";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { cn } from "#lib/utils.ts";
import type { EventLine } from "./event-words.ts";
import { lookAt, useOpenRun, useOverlay } from "./run-context.tsx";
import { FOLD_FROM_MS } from "./time-scale.ts";
import { useEventLines } from "./use-event-lines.ts";

const ROW = 34;
type Which = "main" | "all" | "errors";

/** What happened, in order. A click shows the run as it was then. */
export function EventList() {
  const lines = useEventLines();
  const [which, setWhich] = useState<Which>("main");
  const main = lines.filter(({ isMain }) => isMain);
  const errors = lines.filter(({ isError }) => isError);
  const isLoading = lines.length === 0;
  const reconnecting = useOverlay((state) => state.connection === "reconnecting");
  const shown = which === "main" ? main : which === "all" ? lines : errors;
  return (
    <aside aria-label="Events" className="flex min-h-0 w-72 shrink-0 flex-col border-line border-r bg-surface">
      <header className="flex h-9 shrink-0 items-center gap-2 border-line border-b pr-2 pl-3">
        <h2 className="mr-auto font-medium text-base tracking-normal">Events</h2>
        <Segmented
          size="sm"
          label="Which events"
          value={which}
          onValueChange={setWhich}
          options={[
            { value: "main", label: `Main ${main.length}` },
            { value: "all", label: `All ${lines.length}` },
            { value: "errors", label: `Errors ${errors.length}` },
          ]}
        />
      </header>
      {isLoading && reconnecting ? (
        <ErrorState
          className="m-3"
          title="The events cannot be read just now"
          meaning="The run is not affected. They are asked for again every few seconds."
        />
      ) : isLoading ? (
        <div role="status" className="flex flex-col gap-5 p-3">
          <span className="sr-only">Loading events</span>
          {["a", "b", "c", "d", "e"].map((key) => (
            <Skeleton key={key} className="h-3.5 w-full" />
          ))}
        </div>
      ) : shown.length === 0 ? (
        <p className="p-3 text-fg-3 text-small">Nothing went wrong.</p>
      ) : (
        <Lines lines={shown} start={lines[0]?.at ?? 0} />
      )}
    </aside>
  );
}

function Lines({ lines, start }: { lines: readonly EventLine[]; start: number }) {
  const { overlay, look, document } = useOpenRun();
  const at = useOverlay((state) => state.at);
  const titles = useMemo(() => new Map(document.nodes.map((node) => [node.key, nodeTitle(node)])), [document]);
  const scroller = useRef<HTMLDivElement>(null);
  const windowed = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => ROW + (gapBefore(lines, i) >= FOLD_FROM_MS ? 28 : 0),
    overscan: 15,
    getItemKey: (i) => lines[i]?.seq ?? i,
  });
  const current = at === null ? -1 : lines.findLastIndex(({ seq }) => seq <= at);
  useEffect(() => {
    if (current >= 0) windowed.scrollToIndex(current, { align: "auto" });
  }, [current, windowed]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ol className="relative" style={{ height: windowed.getTotalSize() }}>
        {windowed.getVirtualItems().map(({ index, start: top }) => {
          const line = lines[index];
          if (!line) return null;
          const gap = gapBefore(lines, index);
          return (
            <li key={line.seq} className="absolute inset-x-0" style={{ transform: `translateY(${top}px)` }}>
              {gap >= FOLD_FROM_MS ? (
                <p className="flex h-7 items-center gap-1.5 border-line-2 border-y border-dashed bg-sunken px-3 text-fg-3 text-micro">
                  <FoldVertical aria-hidden className="size-3" />
                  {formatDuration(gap)} of waiting folded
                </p>
              ) : null}
              <Line
                line={line}
                start={start}
                title={line.path === null ? null : (titles.get(keyOfPath(line.path)) ?? line.path)}
                place={index === current ? "now" : at !== null && line.seq > at ? "later" : "before"}
                onClick={() => {
                  overlay.getState().seek(line.seq);
                  if (line.path !== null) lookAt(overlay, look, line.path);
                }}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function gapBefore(lines: readonly EventLine[], index: number): number {
  const before = lines[index - 1];
  const line = lines[index];
  return before && line ? line.at - before.at : 0;
}

interface LineProps {
  line: EventLine;
  start: number;
  title: string | null;
  place: "before" | "now" | "later";
  onClick(): void;
}

function Line({ line, start, title, place, onClick }: LineProps) {
  return (
    <button
      type="button"
      aria-current={place === "now" ? "step" : undefined}
      onClick={onClick}
      className={cn(
        "grid h-[34px] w-full grid-cols-[52px_14px_minmax(0,1fr)] items-center gap-2 pr-2.5 pl-3 text-left text-fg-2 text-small hover:bg-hover",
        place === "now" && "bg-primary-soft shadow-[inset_2px_0_0_var(--focus)] hover:bg-primary-soft",
        place === "later" && "text-fg-3",
      )}
    >
      <time className="text-right font-mono text-[10.5px] text-fg-3">{seconds(line.at - start)}</time>
      <StatusIcon status={line.status} size={14} className={place === "later" ? "text-fg-3" : undefined} />
      <span className="truncate">
        {title === null ? null : <b className={place === "later" ? "font-normal" : "text-fg"}>{title} </b>}
        {line.text}
      </span>
    </button>
  );
}
