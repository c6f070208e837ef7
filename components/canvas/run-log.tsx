"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { cn } from "#lib/utils.ts";
import { nodeTitle } from "./node-title.ts";
import { linesOf, type RunLine } from "./run-lines.ts";
import type { RunOverlayStore } from "./run-overlay.ts";

const LINE = 22;
const EVERY = "every";

interface RunLogProps {
  run: RunOverlayStore;
  document: WorkflowDocument;
  /** Only of this node (its key), which then cannot be chosen. */
  only?: string;
  onOpen?(path: string): void;
}

/** Everything that nodes said and that went wrong in a run, as far as it is shown. */
export function RunLog({ run, document, only, onOpen }: RunLogProps) {
  const live = useStore(run, (state) => state.live);
  const at = useStore(run, (state) => state.at);
  const hasRun = useStore(run, (state) => state.runId !== null);
  const [chosen, setChosen] = useState(EVERY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the entries grow in place, and `live` tells when
  const all = useMemo(() => linesOf(run.getState().entries), [run, live]);
  const titles = useMemo(() => new Map(document.nodes.map((node) => [node.key, nodeTitle(node)])), [document]);
  const keys = [...new Set(all.flatMap(({ path }) => (path === null ? [] : [keyOf(path)])))];
  const wanted = only ?? (keys.includes(chosen) ? chosen : EVERY);
  const lines = all.filter(
    ({ seq, path }) => (at === null || seq <= at) && (wanted === EVERY || (path !== null && keyOf(path) === wanted)),
  );
  if (!hasRun) return <Nothing>Run the workflow, or open one of its runs, to read what its nodes said.</Nothing>;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {only === undefined && keys.length > 0 ? (
        <div className="flex shrink-0 items-center gap-2 border-line border-b px-3 py-1 text-fg-3 text-micro">
          Of
          <Select value={wanted} onValueChange={setChosen}>
            <SelectTrigger aria-label="Log of which node" className="h-control-sm w-48">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              <SelectItem value={EVERY}>every node</SelectItem>
              {keys.map((key) => (
                <SelectItem key={key} value={key}>
                  {titles.get(key) ?? key}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </div>
      ) : null}
      {lines.length === 0 ? (
        <Nothing>Nothing was said, and nothing went wrong.</Nothing>
      ) : (
        <Lines
          lines={lines}
          start={live.startedAt ?? live.queuedAt ?? 0}
          titles={titles}
          named={!only}
          onOpen={onOpen}
        />
      )}
    </div>
  );
}

function keyOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function Nothing({ children }: { children: string }) {
  return <p className="p-3 text-fg-3 text-small">{children}</p>;
}

interface LinesProps {
  lines: readonly RunLine[];
  start: number;
  titles: ReadonlyMap<string, string>;
  named: boolean;
  onOpen: ((path: string) => void) | undefined;
}

function Lines({ lines, start, titles, named, onOpen }: LinesProps) {
  const scroller = useRef<HTMLElement>(null);
  const windowed = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 15,
  });
  return (
    <section
      ref={scroller}
      aria-label="Log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto"
    >
      <ol className="relative" style={{ height: windowed.getTotalSize() }}>
        {windowed.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line ? (
            <li
              key={line.seq}
              ref={windowed.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 flex items-baseline gap-2 px-3 py-[3px] text-small hover:bg-hover"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <time className="w-16 shrink-0 text-right font-mono text-[10.5px] text-fg-3">
                {seconds(line.at - start)}
              </time>
              {named ? <Who line={line} titles={titles} onOpen={onOpen} /> : null}
              <span
                className={cn(
                  "min-w-0 flex-1 whitespace-pre-wrap break-words",
                  line.level === "error" ? "text-fail" : line.level === "warn" ? "text-wait" : "text-fg-2",
                )}
              >
                <span className="sr-only">
                  {line.level === "error" ? "Error: " : line.level === "warn" ? "Warning: " : ""}
                </span>
                {line.text}
              </span>
            </li>
          ) : null;
        })}
      </ol>
    </section>
  );
}

function Who({ line, titles, onOpen }: { line: RunLine } & Pick<LinesProps, "titles" | "onOpen">) {
  const { path } = line;
  const shared = "w-36 shrink-0 truncate text-left max-sm:w-24";
  if (path === null) return <b className={shared}>Run</b>;
  const title = titles.get(keyOf(path)) ?? path;
  return onOpen ? (
    <button type="button" className={cn(shared, "font-medium hover:underline")} onClick={() => onOpen(path)}>
      {title}
    </button>
  ) : (
    <b className={shared}>{title}</b>
  );
}

/** `1.371`, `1:12:44` from an hour on. */
export function seconds(ms: number): string {
  const total = Math.max(0, ms);
  if (total < 60_000) return (total / 1_000).toFixed(3);
  const whole = Math.floor(total / 1_000);
  const parts = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  return (parts[0] === 0 ? parts.slice(1) : parts)
    .map((part, i) => (i === 0 ? `${part}` : `${part}`.padStart(2, "0")))
    .join(":");
}
