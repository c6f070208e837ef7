import { useMemo } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { waitedMs } from "#components/canvas/run-overlay.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import { useNow } from "#components/shared/use-now.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import type { NodeView, RunView } from "#lib/engine/run-view.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { cn } from "#lib/utils.ts";
import { useDocument, useEditor, useRunOverlay } from "../editor-context.tsx";
import { nodeTitle } from "../node-title.ts";
import { isOpen } from "../run/run-words.ts";
import { axisTimes } from "./time-axis.ts";

interface Bar {
  from: number;
  to: number;
  kind: "working" | "waiting" | "failed";
}

/** What a node was doing when: a bar a try, an outline while it waited. Times in ms since the run's start. */
function barsOf(node: NodeView, start: number, now: number): Bar[] {
  const bars: Bar[] = [];
  let last: number | null = null;
  for (const attempt of node.tries) {
    const from = attempt.startedAt - start;
    if (last !== null && from > last) bars.push({ from: last, to: from, kind: "waiting" });
    const to = (attempt.finishedAt ?? node.finishedAt ?? now) - start;
    bars.push({ from, to, kind: attempt.error ? "failed" : "working" });
    last = to;
  }
  const end = node.finishedAt ?? now;
  if (node.tries.length === 0 && node.startedAt !== null)
    bars.push({
      from: node.startedAt - start,
      to: end - start,
      kind: node.waiting || node.status === "waiting" || waitedMs(node) !== null ? "waiting" : "working",
    });
  else if (last !== null && node.finishedAt === null && (node.waiting || node.nextAt !== null))
    bars.push({ from: last, to: now - start, kind: "waiting" });
  return bars;
}

/** A node that computes at once is placed where it ended: its start is only reckoned back. */
function beganAt(node: NodeView, now: number): number {
  const atOnce = node.tries.length === 0 && waitedMs(node) === null;
  return (atOnce ? node.finishedAt : node.startedAt) ?? node.startedAt ?? now;
}

/** The run on the canvas in time, node by node. */
export function TimelinePanel() {
  const view = useRunOverlay((state) => state.view);
  const state = useRunOverlay((overlay) => overlay.state);
  if (state === null || view.startedAt === null) {
    return (
      <p className="p-3 text-fg-3 text-small">Run the workflow, or open one of its runs, to see what took how long.</p>
    );
  }
  return isOpen(state) ? (
    <Live view={view} start={view.startedAt} />
  ) : (
    <Rows view={view} start={view.startedAt} now={view.finishedAt ?? view.startedAt} />
  );
}

function Live({ view, start }: { view: RunView; start: number }) {
  const now = useNow(200);
  return <Rows view={view} start={start} now={now.getTime()} />;
}

function Rows({ view, start, now }: { view: RunView; start: number; now: number }) {
  const nodes = useDocument((state) => state.document.nodes);
  const byKey = useMemo(() => new Map(nodes.map((node) => [node.key, node])), [nodes]);
  const length = Math.max(1, now - start);
  const shown = [...view.nodes.values()]
    .filter((node) => node.status !== "skipped" && !node.path.includes("/"))
    .sort((a, b) => beganAt(a, now) - beganAt(b, now) || a.seq - b.seq);
  return (
    <div className="grid h-full grid-rows-[24px_minmax(0,1fr)] text-small">
      <div className="flex border-line border-b text-fg-3 text-micro">
        <span className="w-[233px] shrink-0 px-3 py-1 max-sm:w-[161px]">Node</span>
        <Axis length={length} />
      </div>
      <ul aria-label="Timeline" className="overflow-y-auto">
        {shown.map((node) => (
          <Row
            key={node.path}
            node={node}
            record={byKey.get(node.path)}
            bars={barsOf(node, start, now)}
            length={length}
          />
        ))}
      </ul>
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

const kinds: Record<Bar["kind"], string> = {
  working: "bg-run",
  waiting: "border border-wait bg-wait-soft",
  failed: "bg-fail",
};

function Row({
  node,
  record,
  bars,
  length,
}: {
  node: NodeView;
  record: DocumentNode | undefined;
  bars: Bar[];
  length: number;
}) {
  const { session, actions } = useEditor();
  const title = record ? nodeTitle(record) : node.path;
  const waited = waitedMs(node);
  const worked =
    waited !== null ? formatDuration(waited) : node.ms === null ? "" : node.ms < 1 ? "<1 ms" : formatDuration(node.ms);
  return (
    <li>
      <button
        type="button"
        className="flex h-[22px] w-full items-center text-left hover:bg-hover max-sm:h-10"
        onClick={() => {
          if (!record) return;
          session.getState().open(record.id, "run");
          actions.reveal(record.id);
        }}
      >
        <span className="flex w-[232px] shrink-0 items-center gap-2 px-3 max-sm:w-40">
          <NodeTile type={record?.type ?? ""} category={catalogue.get(record?.type ?? "")?.category} size="sm" />
          <span className="min-w-0 truncate">{title}</span>
          <StatusIcon status={node.status} size={12} label />
          <span className="ml-auto shrink-0 text-fg-3 text-micro">{worked}</span>
        </span>
        <span className="h-full w-px shrink-0 bg-line" />
        <span className="relative mr-6 h-full min-w-0 flex-1">
          {bars.map((bar) => (
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
      </button>
    </li>
  );
}
