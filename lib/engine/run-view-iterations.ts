import type { IterationNode, RunError, RunEvent } from "./events.ts";
import type { NodeView, RunView } from "./run-view.ts";
import { newNode } from "./run-view-node.ts";

/** How often a container went round so far, for its card. */
export interface IterationCounts {
  /** Items there are; null where that is not known before (`while`, or nothing said so yet). */
  total: number | null;
  done: number;
  failed: number;
  cancelled: number;
  running: number;
}

/** One round of a container. */
export interface IterationView {
  /** `loop[3]` */
  path: string;
  index: number;
  status: "running" | "done" | "failed" | "cancelled";
  finishedAt: number | null;
  /** Milliseconds it took. */
  ms: number | null;
  error: RunError | null;
  /** What happened in it, where its nodes have no entries of their own. */
  nodes: readonly IterationNode[];
}

type Completed = Extract<RunEvent, { type: "iteration.completed" }>;
const statuses = { completed: "done", failed: "failed", cancelled: "cancelled" } as const;

/** The rounds of a container, taken from its journal entries. Rounds that entries do not speak of keep their identity. */
export class IterationsDraft {
  readonly all: Map<string, ReadonlyMap<number, IterationView>>;
  readonly #own = new Map<string, Map<number, IterationView>>();

  constructor(before: RunView["iterations"]) {
    this.all = new Map(before);
  }

  /** Rounds that the path of a node run says are under way; true for those that were not known. */
  *begun(path: string): Generator<string> {
    for (const place of placesOf(path)) {
      if (this.all.get(place.container)?.has(place.index)) continue;
      this.#set(place, { status: "running", finishedAt: null, ms: null, error: null, nodes: [] });
      yield place.container;
    }
  }

  completed(event: Completed): { container: string; before: IterationView["status"] | undefined } {
    const place = placesOf(`${event.path}/`).at(-1);
    if (!place) return { container: "", before: undefined };
    const before = this.all.get(place.container)?.get(place.index)?.status;
    this.#set(place, {
      status: statuses[event.status],
      finishedAt: event.at,
      ms: event.ms,
      error: event.error ?? null,
      nodes: event.nodes,
    });
    return { container: place.container, before };
  }

  /** Whatever is under way ends with the run. */
  end(at: number): void {
    for (const [container, rounds] of this.all)
      for (const [index, round] of rounds)
        if (round.status === "running")
          this.#set({ container, index }, { ...round, status: "cancelled", finishedAt: at });
  }

  #set({ container, index }: Place, round: Omit<IterationView, "path" | "index">): void {
    let rounds = this.#own.get(container);
    if (!rounds) {
      rounds = new Map(this.all.get(container));
      this.#own.set(container, rounds);
      this.all.set(container, rounds);
    }
    rounds.set(index, { ...round, path: `${container}[${index}]`, index });
  }
}

interface Place {
  container: string;
  index: number;
}

/** The rounds that a path leads through, outermost first: `a[0]/b[2]/x` is in round 0 of `a` and 2 of `a[0]/b`. */
function placesOf(path: string): Place[] {
  return [...path.matchAll(/\[(\d+)\]\//g)].map((match) => ({
    container: path.slice(0, match.index),
    index: Number(match[1]),
  }));
}

export function countRound(
  counts: IterationCounts,
  before: IterationView["status"] | undefined,
  status: IterationView["status"],
): IterationCounts {
  const changed = { ...counts, [status]: counts[status] + 1 };
  if (before !== undefined) changed[before] -= 1;
  return changed;
}

/** Rounds of the container at `path` by their number, also of one inside of a round that is one entry. */
export function iterationsOf(view: RunView, path: string): IterationView[] {
  const known = view.iterations.get(path);
  if (known) return [...known.values()].sort((a, b) => a.index - b.index);
  const inside = pureRound(view, path);
  if (!inside) return [];
  const rounds = new Map<number, IterationNode[]>();
  for (const node of inside.round.nodes) {
    const rest = node.key.startsWith(`${inside.rest}[`) ? node.key.slice(inside.rest.length) : "";
    const match = /^\[(\d+)\]\/(.*)$/.exec(rest);
    if (!match) continue;
    const index = Number(match[1]);
    const nodes = rounds.get(index) ?? [];
    nodes.push({ ...node, key: match[2] ?? "" });
    rounds.set(index, nodes);
  }
  return [...rounds].map(([index, nodes]) => {
    const broken = nodes.find(({ status, handled }) => status === "failed" && !handled);
    const { finishedAt } = inside.round;
    const status = broken ? ("failed" as const) : ("done" as const);
    return { path: `${path}[${index}]`, index, status, finishedAt, ms: null, error: broken?.error ?? null, nodes };
  });
}

/** The node runs of one round (`loop[3]`), those of rounds inside of it left out. */
export function nodesIn(view: RunView, path: string): NodeView[] {
  const prefix = `${path}/`;
  const own = [...view.nodes.values()].filter((node) => isDirectlyIn(node.path, prefix));
  if (own.length > 0) return own;
  const container = path.slice(0, path.lastIndexOf("["));
  const round = iterationsOf(view, container).find((one) => one.path === path);
  return (round?.nodes ?? []).filter(({ key }) => !key.includes("/")).map((node) => nodeOf(prefix, node, round));
}

function isDirectlyIn(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && !path.includes("/", prefix.length);
}

/** The record of a node whose round is one entry; for `outputOf`. */
export function pureNode(view: RunView, path: string): IterationNode | undefined {
  const inside = pureRound(view, path);
  return inside?.round.nodes.find(({ key }) => key === inside.rest);
}

/** The round that is one entry in which `path` lies, and the path inside of it. */
function pureRound(view: RunView, path: string): { round: IterationView; rest: string } | undefined {
  for (const { container, index } of placesOf(path)) {
    const round = view.iterations.get(container)?.get(index);
    if (round && round.nodes.length > 0) return { round, rest: path.slice(round.path.length + 1) };
  }
  return undefined;
}

function nodeOf(prefix: string, node: IterationNode, round: IterationView | undefined): NodeView {
  const at = round?.finishedAt ?? null;
  const ran = node.status === "completed" || node.status === "failed";
  const failed = node.error !== undefined;
  return {
    ...newNode(prefix + node.key),
    status: failed ? "failed" : node.status === "completed" ? "done" : node.status,
    attempts: ran ? 1 : 0,
    ports: node.ports,
    startedAt: ran && at !== null ? at - node.ms : null,
    finishedAt: at,
    ms: ran ? node.ms : null,
    error: node.error ?? null,
    handled: node.handled === true,
    read: node.read ?? null,
    hasOutput: node.output !== undefined || node.outputOf !== undefined,
  };
}
