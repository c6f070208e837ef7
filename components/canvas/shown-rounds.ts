import type { NodeView, RunView } from "#lib/engine/run-view.ts";
import { type IterationView, iterationsOf, nodesIn } from "#lib/engine/run-view-iterations.ts";
import { nodePathOf } from "#lib/engine/run-view-node.ts";

/** Rounds that a person chose to look at, by the container's key. */
export type PickedRounds = Readonly<Record<string, number>>;

/** Which round of a container is shown, of how many that are known. */
export interface ShownRound {
  index: number;
  status: IterationView["status"];
  /** Numbers of the rounds there are, in order. */
  all: readonly number[];
}

export interface ShownRun {
  /** Node runs by the node's key: inside of a container those of the round that is shown. */
  nodes: ReadonlyMap<string, NodeView>;
  /** By the container's key; a container that has not gone round yet has none. */
  rounds: ReadonlyMap<string, ShownRound>;
}

/**
 * What the canvas can show of a run, on which every node stands once: of each container one round, and so on inwards. Unless a
 * person chose, it is the first that failed, else the last that began.
 */
export function shownOf(view: RunView, picked: PickedRounds): ShownRun {
  const nodes = new Map<string, NodeView>();
  const rounds = new Map<string, ShownRound>();
  const show = (node: NodeView) => {
    const key = keyOfPath(node.path);
    nodes.set(key, node);
    const all = iterationsOf(view, node.path);
    const round = all.find(({ index }) => index === picked[key]) ?? worthASight(all);
    if (!round) return;
    rounds.set(key, { index: round.index, status: round.status, all: all.map(({ index }) => index) });
    for (const inner of nodesIn(view, round.path)) show(inner);
  };
  for (const node of view.nodes.values()) if (!node.path.includes("/")) show(node);
  return { nodes, rounds };
}

/** The node's key in a path: `call` of `loop[3]/call`, `agent` of `agent/model#2`. */
export function keyOfPath(path: string): string {
  const own = nodePathOf(path);
  return own.slice(own.lastIndexOf("/") + 1);
}

/** The round that each container on a path is in: `a[0]/b[2]/x` is round 0 of `a` and 2 of `b`. */
export function roundsOfPath(path: string): PickedRounds {
  const places = path.split("/").slice(0, -1);
  return Object.fromEntries(
    places.flatMap((place) => {
      const match = /^(.*)\[(\d+)\]$/.exec(place);
      return match ? [[match[1], Number(match[2])]] : [];
    }),
  );
}

function worthASight(rounds: readonly IterationView[]): IterationView | undefined {
  return rounds.find(({ status }) => status === "failed") ?? rounds.at(-1);
}
