import type { WorkflowDocument } from "#lib/engine/document.ts";
import type { NodeView, RunView } from "#lib/engine/run-view.ts";
import { isSubStep } from "#lib/engine/run-view-node.ts";
import { waitedMs } from "./run-overlay.ts";

export interface TimelineBar {
  /** Milliseconds since the run's start. */
  from: number;
  to: number;
  kind: "queued" | "working" | "waiting" | "failed";
}

/** One line of the timeline: a node, a round of a loop, or a step inside of a node. */
export interface TimelineRow {
  /** Unique: the path. */
  id: string;
  kind: "node" | "round" | "step";
  /** The node's key, or what the round or step is called. */
  name: string;
  /** How far it is indented. */
  depth: number;
  node: NodeView | null;
  bars: TimelineBar[];
  /** Null: there is nothing inside. */
  open: boolean | null;
}

interface Options {
  view: RunView;
  document: WorkflowDocument;
  start: number;
  now: number;
  /** Whether what is inside of this row is shown. */
  isOpen(id: string): boolean;
}

/** The rows in the order in which things began; what is inside of an open one follows it. */
export function timelineRows(options: Options): TimelineRow[] {
  const { view } = options;
  const children = new Map<string, NodeView[]>();
  for (const node of view.nodes.values()) {
    if (node.status === "skipped") continue;
    const parent = node.path.slice(0, Math.max(0, node.path.lastIndexOf("/")));
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const rows: TimelineRow[] = [];
  const add = (parent: string, depth: number) => {
    const nodes = (children.get(parent) ?? []).filter(({ path }) => !isSubStep(path));
    for (const node of inOrder(nodes, options.now)) addNode(node, depth);
  };
  const addNode = (node: NodeView, depth: number) => {
    const rounds = roundsOf(node.path, children);
    const inside = (children.get(node.path) ?? []).filter(({ path }) => isSubStep(path));
    const open = rounds.length + inside.length === 0 ? null : options.isOpen(node.path);
    const name = node.path.slice(node.path.lastIndexOf("/") + 1);
    rows.push({ id: node.path, kind: "node", name, depth, node, bars: barsOf(node, options), open });
    if (open !== true) return;
    for (const step of inside.sort((a, b) => beganAt(a, options.now) - beganAt(b, options.now))) {
      const bars = barsOf(step, options);
      const own = step.path.slice(node.path.length + 1);
      rows.push({
        id: step.path,
        kind: "step",
        name: own.replace("#", " "),
        depth: depth + 1,
        node: step,
        bars,
        open: null,
      });
    }
    for (const { path, index } of rounds) addRound(path, index, depth + 1);
  };
  const addRound = (path: string, index: number, depth: number) => {
    const nodes = children.get(path) ?? [];
    const open = options.isOpen(path);
    const bars = [spanOf(nodes, options)];
    rows.push({ id: path, kind: "round", name: `Round ${index + 1}`, depth, node: null, bars, open });
    if (open) add(path, depth + 1);
  };
  add("", 0);
  return rows;
}

/** `loop[3]` and so on, where something inside of them is known, by number. */
function roundsOf(path: string, children: ReadonlyMap<string, unknown>): { path: string; index: number }[] {
  const rounds: { path: string; index: number }[] = [];
  for (const parent of children.keys()) {
    if (!parent.startsWith(`${path}[`)) continue;
    const index = /^\[(\d+)\]$/.exec(parent.slice(path.length))?.[1];
    if (index !== undefined) rounds.push({ path: parent, index: Number(index) });
  }
  return rounds.sort((a, b) => a.index - b.index);
}

/** As they began; those of the same moment as the journal tells of them. */
export function inOrder(nodes: Iterable<NodeView>, now: number): NodeView[] {
  return [...nodes].sort((a, b) => beganAt(a, now) - beganAt(b, now) || a.seq - b.seq);
}

/** A node that computes at once is placed where it ended: its start is only reckoned back. */
function beganAt(node: NodeView, now: number): number {
  const atOnce = node.tries.length === 0 && waitedMs(node) === null;
  return (atOnce ? node.finishedAt : node.startedAt) ?? node.startedAt ?? now;
}

/** What a node was doing when: ticks until it began, a bar a try, an outline while it waited. */
function barsOf(node: NodeView, { view, document, start, now }: Options): TimelineBar[] {
  const bars: TimelineBar[] = [];
  const ready = readyAt(node, view, document);
  if (ready !== null && node.startedAt !== null && node.tries.length > 0 && node.startedAt - ready >= 1)
    bars.push({ from: ready - start, to: node.startedAt - start, kind: "queued" });
  let last: number | null = null;
  for (const attempt of node.tries) {
    const from = attempt.startedAt - start;
    if (last !== null && from > last) bars.push({ from: last, to: from, kind: "waiting" });
    const to = (attempt.finishedAt ?? node.finishedAt ?? now) - start;
    bars.push({ from, to, kind: attempt.error ? "failed" : "working" });
    last = to;
  }
  if (node.tries.length === 0 && node.startedAt !== null) {
    const waits = node.waiting !== null || node.status === "waiting" || waitedMs(node) !== null;
    const kind = waits ? "waiting" : node.status === "failed" ? "failed" : "working";
    // A start that is only reckoned back may lie before the run.
    bars.push({ from: Math.max(0, node.startedAt - start), to: (node.finishedAt ?? now) - start, kind });
  } else if (last !== null && node.finishedAt === null && (node.waiting || node.nextAt !== null)) {
    bars.push({ from: last, to: now - start, kind: "waiting" });
  }
  return bars;
}

/** When everything that a node of the outermost level waits for had come to an end. */
function readyAt(node: NodeView, view: RunView, document: WorkflowDocument): number | null {
  const id = document.nodes.find(({ key }) => key === node.path)?.id;
  if (id === undefined) return null;
  let ready: number | null = null;
  for (const edge of document.edges) {
    if (edge.target !== id) continue;
    const key = document.nodes.find((one) => one.id === edge.source)?.key;
    const ended = key === undefined ? null : (view.nodes.get(key)?.finishedAt ?? null);
    if (ended !== null) ready = Math.max(ready ?? 0, ended);
  }
  return ready;
}

function spanOf(nodes: readonly NodeView[], { start, now }: Options): TimelineBar {
  const from = Math.min(...nodes.map((node) => beganAt(node, now)));
  const to = Math.max(...nodes.map((node) => node.finishedAt ?? now));
  const failed = nodes.some((node) => node.status === "failed" && !node.handled);
  return { from: from - start, to: to - start, kind: failed ? "failed" : "working" };
}
