import { createStore, type StoreApi } from "zustand/vanilla";
import { formatDuration } from "#components/shared/format-duration.ts";
import type { DocumentEdge, WorkflowDocument } from "#lib/engine/document.ts";
import type { JournalEntry, RunError, RunState } from "#lib/engine/events.ts";
import { terminalStates } from "#lib/engine/events.ts";
import type { Json, JsonObject } from "#lib/engine/json.ts";
import { afterDelta, type TextDelta } from "#lib/engine/node-progress.ts";
import { emptyRunView, type NodeView, outputOf, type RunView, reduceRun } from "#lib/engine/run-view.ts";
import type { CardStatus } from "./node-status.ts";
import { type PickedRounds, type ShownRound, shownOf } from "./shown-rounds.ts";
import type { ThreadState } from "./thread.tsx";

/** The run that lies over the canvas. Fed from the journal; a tick of it never makes a new node of the document. */
export interface RunOverlayState {
  runId: string | null;
  /** The run as it is shown: the newest state, or that after the entry `at`. */
  view: RunView;
  /** The run after everything that is known of it. */
  live: RunView;
  /** Number of the entry the run is looked at as of; null: follows it live. */
  at: number | null;
  /** Everything that happened, in order. Grows in place: `live` changes whenever it does. */
  entries: JournalEntry[];
  /** Null while no run is shown, or nothing is known of it yet. */
  state: RunState | null;
  startedAt: number | null;
  finishedAt: number | null;
  error: RunError | null;
  triggerInput: Json | undefined;
  /** Nodes that have come to an end. */
  settled: number;
  /** Node runs by node key; inside of a container those of the round that is shown. */
  nodes: ReadonlyMap<string, NodeView>;
  /** The rounds that are shown, by the container's key. */
  rounds: ReadonlyMap<string, ShownRound>;
  /** The rounds that a person chose. */
  picked: PickedRounds;
  /** Outputs by node key. */
  outputs: Readonly<Record<string, Json>>;
  /** How many items each output holds, by node key: a list by its length, anything else is one. */
  counts: Readonly<Record<string, number>>;
  /** What nodes under way have written so far, by their paths. Not part of the journal: it is gone with a reload of an ended run. */
  written: ReadonlyMap<string, string>;
  connection: "none" | "live" | "reconnecting" | "ended";
}

export interface RunOverlayActions {
  show(runId: string | null): void;
  take(entries: readonly JournalEntry[]): void;
  write(deltas: readonly WrittenDelta[]): void;
  /** Shows the run as it was after this entry; null goes back to now. */
  seek(at: number | null): void;
  /** Shows these rounds, by their containers' keys; the others stay. */
  pick(rounds: PickedRounds): void;
  setConnection(connection: RunOverlayState["connection"]): void;
}

export interface WrittenDelta {
  path: string;
  delta: TextDelta;
}

export type RunOverlayStore = StoreApi<RunOverlayState & RunOverlayActions>;

function nothing(): RunOverlayState {
  return {
    runId: null,
    view: emptyRunView(),
    live: emptyRunView(),
    at: null,
    entries: [],
    state: null,
    startedAt: null,
    finishedAt: null,
    error: null,
    triggerInput: undefined,
    settled: 0,
    nodes: new Map(),
    rounds: new Map(),
    picked: {},
    outputs: {},
    counts: {},
    written: new Map(),
    connection: "none",
  };
}

export function createRunOverlayStore(): RunOverlayStore {
  return createStore<RunOverlayState & RunOverlayActions>()((set) => ({
    ...nothing(),
    show: (runId) => set({ ...nothing(), runId }),
    take: (entries) => set((state) => taken(state, entries)),
    write: (deltas) => set(({ written }) => ({ written: writtenAfter(written, deltas) })),
    seek: (at) => set((state) => sought(state, at)),
    pick: (rounds) =>
      set((state) => {
        const picked = { ...state.picked, ...rounds };
        return { picked, ...shownAs(state.view, picked) };
      }),
    setConnection: (connection) => set({ connection }),
  }));
}

function writtenAfter(before: ReadonlyMap<string, string>, deltas: readonly WrittenDelta[]): Map<string, string> {
  const after = new Map(before);
  for (const { path, delta } of deltas) after.set(path, afterDelta(after.get(path) ?? "", delta));
  return after;
}

/** What a node run is writing; undefined where there is nothing, or it has come to its end. */
export function writtenBy(
  { written, at }: Pick<RunOverlayState, "written" | "at">,
  node: NodeView | undefined,
): string | undefined {
  const isNow = at === null && node?.status === "running";
  return isNow ? written.get(node.path) || undefined : undefined;
}

function taken(state: RunOverlayState, entries: readonly JournalEntry[]): Partial<RunOverlayState> {
  const live = reduceRun(entries, state.live);
  if (live === state.live) return state;
  let last = state.live.seq;
  for (const entry of entries) {
    // A stream may repeat itself.
    if (entry.seq <= last) continue;
    state.entries.push(entry);
    last = entry.seq;
  }
  return state.at === null ? { live, ...shownAs(live, state.picked) } : { live };
}

function sought(state: RunOverlayState, at: number | null): Partial<RunOverlayState> {
  if (at === state.at) return state;
  if (at === null) return { at, ...shownAs(state.live, state.picked) };
  // Forwards from where it is shown, backwards from the beginning.
  const isAhead = state.at !== null && at > state.at;
  const from = isAhead ? state.view : emptyRunView();
  const view = reduceRun(
    state.entries.filter(({ seq }) => seq > from.seq && seq <= at),
    from,
  );
  return { at, ...shownAs(view, state.picked) };
}

function shownAs(view: RunView, picked: PickedRounds): Partial<RunOverlayState> {
  const { nodes, rounds } = shownOf(view, picked);
  const outputs: Record<string, Json> = {};
  const counts: Record<string, number> = {};
  let settled = 0;
  for (const [key, node] of nodes) {
    if (node.finishedAt !== null) settled += 1;
    const output = node.hasOutput ? outputOf(view, node.path) : undefined;
    if (output === undefined) continue;
    outputs[key] = output;
    counts[key] = Array.isArray(output) ? output.length : 1;
  }
  return {
    view,
    state: view.seq === 0 ? null : view.state,
    startedAt: view.startedAt ?? view.queuedAt,
    finishedAt: view.finishedAt,
    error: view.error,
    triggerInput: view.input,
    settled,
    nodes,
    rounds,
    outputs,
    counts,
  };
}

/** What a card says of a node run. `since` is set while it works, for a clock. */
export interface RunNodeFace {
  status: CardStatus;
  text: string;
  since: number | null;
}

function clockTime(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
}

/** A node that only waits makes no try; its own work is the moment in which it woke. */
export function waitedMs(node: Pick<NodeView, "tries" | "startedAt" | "finishedAt" | "ms">): number | null {
  if (node.tries.length > 0 || node.startedAt === null || node.finishedAt === null) return null;
  const waited = node.finishedAt - node.startedAt - (node.ms ?? 0);
  return waited >= 1 ? waited : null;
}

/** "2 failed", for the frame of a container on which the shown round's number says the rest. */
export function failedRounds(state: RunOverlayState, key: string): string {
  const failed = state.nodes.get(key)?.iterations?.failed ?? 0;
  return failed > 0 ? `${failed.toLocaleString("en")} failed` : "";
}

/** "12 of 40 · 2 failed" of a container that goes round. */
function roundsText({ iterations }: NodeView): string | null {
  if (iterations === null) return null;
  const { done, failed, cancelled, total } = iterations;
  const ended = (done + failed + cancelled).toLocaleString("en");
  const progress = total === null ? `${ended} rounds` : `${ended} of ${total.toLocaleString("en")}`;
  return failed > 0 ? `${progress} · ${failed.toLocaleString("en")} failed` : progress;
}

function faceText(node: NodeView): string {
  const rounds = roundsText(node);
  if (rounds !== null && (node.status === "running" || node.status === "done")) return rounds;
  switch (node.status) {
    case "done": {
      const waited = waitedMs(node);
      if (waited !== null) return `Waited ${formatDuration(waited)}`;
      const took = node.ms === null || node.ms < 1 ? "Under 1 ms" : formatDuration(node.ms);
      return node.attempts > 1 ? `${took} · ${node.attempts} tries` : took;
    }
    case "failed":
      return node.error?.message ?? "Failed";
    case "waiting":
      if (node.waiting?.kind === "uncertain") return "Needs your decision";
      return node.waiting?.until == null ? "Waiting" : `Until ${clockTime(node.waiting.until)}`;
    case "retrying":
      return node.nextAt === null
        ? `Try ${node.attempts + 1} comes next`
        : `Try ${node.attempts + 1} at ${clockTime(node.nextAt)}`;
    case "running":
      return node.attempts > 1 ? `Try ${node.attempts}` : "Running";
    case "queued":
      return "Queued";
    case "skipped":
      return "Skipped";
    case "cancelled":
      return "Cancelled";
  }
}

export function describeRunNode(state: RunOverlayState, key: string): RunNodeFace | null {
  const node = state.nodes.get(key);
  if (node === undefined) return null;
  const open = node.tries.at(-1);
  return {
    status: node.status,
    text: faceText(node),
    since: node.status === "running" ? (open?.startedAt ?? node.startedAt) : null,
  };
}

const working: ReadonlySet<NodeView["status"]> = new Set(["running", "retrying", "waiting"]);

/** What happened on a thread: taken, live, not taken, or the way of a failure. */
export function edgeRunState(
  state: RunOverlayState,
  source: string | undefined,
  port: string,
  target: string | undefined,
): ThreadState {
  if (state.state === null || source === undefined || target === undefined) return "rest";
  const from = state.nodes.get(source);
  if (from === undefined || from.finishedAt === null) return terminalStates.has(state.state) ? "off" : "rest";
  if (!from.ports.includes(port)) return "off";
  if (port === "error") return "failed";
  const to = state.nodes.get(target);
  return to !== undefined && working.has(to.status) ? "live" : "taken";
}

/**
 * Items that came down the last stretch into a target, which threads share: only the first of them says it.
 * @param keys of the sources of `incoming`, in its order
 */
export function dropCount(
  state: RunOverlayState,
  edgeId: string,
  incoming: readonly DocumentEdge[],
  keys: readonly (string | undefined)[],
  target: string | undefined,
): number | undefined {
  let first: string | undefined;
  let sum = 0;
  for (const [i, edge] of incoming.entries()) {
    const carried = edgeRunState(state, keys[i], edge.sourcePort, target);
    if (carried !== "taken" && carried !== "live") continue;
    first ??= edge.id;
    sum += state.counts[keys[i] ?? ""] ?? 0;
  }
  return first === edgeId && sum > 0 ? sum : undefined;
}

/** Rule E8: what came into a node, as far as its sources have settled. */
export function inputOfNode(
  state: Pick<RunOverlayState, "view" | "nodes" | "outputs" | "triggerInput">,
  id: string,
  document: WorkflowDocument,
): Json | undefined {
  const keys = new Map(document.nodes.map((node) => [node.id, node.key]));
  const type = document.nodes.find((node) => node.id === id)?.type;
  const sources = new Set<string>();
  for (const edge of document.edges) {
    const key = edge.target === id ? keys.get(edge.source) : undefined;
    if (key !== undefined && state.nodes.get(key)?.ports.includes(edge.sourcePort)) sources.add(key);
  }
  if (!document.edges.some((edge) => edge.target === id)) {
    return state.view.trigger === id ? state.triggerInput : undefined;
  }
  const known = [...sources].filter((key) => Object.hasOwn(state.outputs, key));
  const [first] = known;
  if (first === undefined) return undefined;
  if (sources.size === 1 && type !== "control.join") return state.outputs[first];
  return Object.fromEntries(known.map((key) => [key, state.outputs[key]])) as JsonObject;
}
