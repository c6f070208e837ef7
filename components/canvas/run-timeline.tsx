"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { formatDuration } from "#components/shared/format-duration.ts";
import { PHONE, useMediaQuery } from "#components/shared/use-media-query.ts";
import { useNow } from "#components/shared/use-now.ts";
import type { DocumentNode, WorkflowDocument } from "#lib/engine/document.ts";
import { terminalStates } from "#lib/engine/events.ts";
import type { RunView } from "#lib/engine/run-view.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { cn } from "#lib/utils.ts";
import { NodeTile } from "./node-tile.tsx";
import { nodeTitle } from "./node-title.ts";
import { type RunOverlayStore, waitedMs } from "./run-overlay.ts";
import { StatusIcon } from "./status-icon.tsx";
import { axisTimes } from "./time-axis.ts";
import { type TimelineBar, type TimelineRow, timelineRows } from "./timeline-rows.ts";

const ROW = 22;
const PHONE_ROW = 40;

interface RunTimelineProps {
  run: RunOverlayStore;
  document: WorkflowDocument;
  /** A node was chosen, by its path in the run. */
  onOpen(path: string): void;
}

/** The run in time, node by node: queued, working, waiting, failed tries; loops and steps unfold. */
export function RunTimeline({ run, document, onOpen }: RunTimelineProps) {
  const view = useStore(run, (state) => state.view);
  const state = useStore(run, (overlay) => overlay.state);
  const isNow = useStore(run, (overlay) => overlay.at === null);
  const hasRun = useStore(run, (overlay) => overlay.runId !== null);
  const reconnecting = useStore(run, (overlay) => overlay.connection === "reconnecting");
  if (state === null || view.startedAt === null) {
    return (
      <p className="p-3 text-fg-3 text-small">
        {hasRun
          ? state === null
            ? reconnecting
              ? "Connecting again…"
              : "Loading…"
            : "It has not begun yet."
          : "Run the workflow, or open one of its runs, to see what took how long."}
      </p>
    );
  }
  const shared = { view, document, start: view.startedAt, onOpen };
  if (!terminalStates.has(state) && isNow) return <Live {...shared} />;
  return <Rows {...shared} now={view.finishedAt ?? lastTime(view)} />;
}

/** When the last thing that a view knows of happened. */
function lastTime(view: RunView): number {
  let last = view.startedAt ?? 0;
  for (const node of view.nodes.values()) last = Math.max(last, node.finishedAt ?? node.startedAt ?? 0);
  return last;
}

interface RowsProps {
  view: RunView;
  document: WorkflowDocument;
  start: number;
  now: number;
  onOpen(path: string): void;
}

function Live(props: Omit<RowsProps, "now">) {
  return <Rows {...props} now={useNow(200).getTime()} />;
}

function Rows({ view, document, start, now, onOpen }: RowsProps) {
  const byKey = useMemo(() => new Map(document.nodes.map((node) => [node.key, node])), [document]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = timelineRows({ view, document, start, now, isOpen: (id) => opened.has(id) });
  const length = Math.max(1, now - start);
  const scroller = useRef<HTMLDivElement>(null);
  const phone = useMediaQuery(PHONE);
  const windowed = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? PHONE_ROW : ROW),
    overscan: 10,
  });
  const flip = (id: string) =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <div className="grid h-full grid-rows-[24px_minmax(0,1fr)] text-small">
      <div className="flex border-line border-b text-fg-3 text-micro">
        <span className="w-[233px] shrink-0 px-4 py-1 max-sm:w-[161px]">Node</span>
        <Axis length={length} />
      </div>
      <div ref={scroller} className="overflow-y-auto">
        <ul aria-label="Timeline" className="relative" style={{ height: windowed.getTotalSize() }}>
          {windowed.getVirtualItems().map(({ index, start: top }) => {
            const row = rows[index];
            return row ? (
              <li key={row.id} className="absolute inset-x-0" style={{ transform: `translateY(${top}px)` }}>
                <Row
                  row={row}
                  record={byKey.get(row.name)}
                  length={length}
                  flip={() => flip(row.id)}
                  onOpen={() => onOpen(row.kind === "step" ? row.id.slice(0, row.id.lastIndexOf("/")) : row.id)}
                />
              </li>
            ) : null;
          })}
        </ul>
      </div>
    </div>
  );
}

function Axis({ length }: { length: number }) {
  return (
    <span className="relative mr-6 min-w-0 flex-1">
      {axisTimes(length).map((time) => (
        <span
          key={time}
          className={cn("absolute top-1 whitespace-nowrap", time > 0 && "-translate-x-1/2")}
          style={{ left: `${(100 * time) / length}%` }}
        >
          {time === 0 ? "0 s" : formatDuration(time)}
        </span>
      ))}
    </span>
  );
}

const kinds: Record<TimelineBar["kind"], string> = {
  // Ticks: it could have begun, and had not.
  queued: "bg-[repeating-linear-gradient(90deg,var(--line-control)_0_1px,transparent_1px_4px)]",
  working: "bg-run",
  waiting: "border border-wait bg-wait-soft",
  failed: "bg-fail",
};

interface RowProps {
  row: TimelineRow;
  record: DocumentNode | undefined;
  length: number;
  flip(): void;
  onOpen(): void;
}

function Row({ row, record, length, flip, onOpen }: RowProps) {
  const title = row.kind === "node" ? (record ? nodeTitle(record) : row.name) : row.name;
  return (
    <div className="flex h-[22px] items-center hover:bg-hover max-sm:h-10">
      <span
        className="relative flex w-[232px] shrink-0 items-center pr-3 max-sm:w-40"
        style={{ paddingLeft: `${16 + row.depth * 16}px` }}
      >
        {row.open === null ? null : (
          <button
            type="button"
            aria-expanded={row.open}
            aria-label={`What is inside ${title}`}
            onClick={flip}
            style={{ left: `${1 + row.depth * 16}px` }}
            className="absolute grid size-3.5 place-items-center rounded-chip text-fg-3 hover:text-fg"
          >
            {row.open ? (
              <ChevronDown aria-hidden className="size-3" />
            ) : (
              <ChevronRight aria-hidden className="size-3" />
            )}
          </button>
        )}
        <button
          type="button"
          className="flex h-full min-w-0 flex-1 items-center gap-2 text-left"
          onClick={row.kind === "round" ? flip : onOpen}
        >
          {row.kind === "node" ? (
            <NodeTile type={record?.type ?? ""} category={catalogue.get(record?.type ?? "")?.category} size="sm" />
          ) : null}
          <span className={cn("min-w-0 truncate", row.kind !== "node" && "text-fg-2")}>{title}</span>
          {row.node ? <StatusIcon status={row.node.status} size={12} label /> : null}
          <span className="ml-auto shrink-0 text-fg-3 text-micro">{workedWords(row)}</span>
        </button>
      </span>
      <span className="h-full w-px shrink-0 bg-line" />
      <span className="relative mr-6 h-full min-w-0 flex-1">
        {row.bars.map((bar) => (
          <span
            key={`${bar.kind}${bar.from}`}
            className={cn("absolute top-[6px] h-[10px] min-w-[3px] rounded-[2px] max-sm:top-[15px]", kinds[bar.kind])}
            style={{
              left: `${(100 * bar.from) / length}%`,
              width: `${(100 * Math.max(0, bar.to - bar.from)) / length}%`,
            }}
          />
        ))}
      </span>
    </div>
  );
}

function workedWords({ node, bars }: TimelineRow): string {
  if (node === null) {
    const [bar] = bars;
    return bar ? formatDuration(bar.to - bar.from) : "";
  }
  const waited = waitedMs(node);
  if (waited !== null) return formatDuration(waited);
  return node.ms === null ? "" : node.ms < 1 ? "<1 ms" : formatDuration(node.ms);
}
