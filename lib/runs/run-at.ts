import type { IterationRun, NodeRun, RunModels } from "../api/contracts/runs.ts";
import type { JournalEntry } from "../engine/events.ts";
import type { ModelSums } from "../engine/model-events.ts";
import { type NodeView, outputOf, type RunView, reduceRun } from "../engine/run-view.ts";
import { iterationsOf, nodesIn } from "../engine/run-view-iterations.ts";

/** The run's view after the entry `at` of its journal; after all of it when `at` is not given. */
export function viewAt(entries: readonly JournalEntry[], at: number | undefined): RunView {
  return reduceRun(at === undefined ? entries : entries.filter(({ seq }) => seq <= at));
}

/** Node runs of a view in their wire form: those of one round of a loop (`loop[3]`), or those in none. */
export function nodeRuns(view: RunView, inside?: string): NodeRun[] {
  const nodes = inside === undefined ? [...view.nodes.values()].filter(isOutside) : nodesIn(view, inside);
  return nodes.map((node: NodeView) => ({
    path: node.path,
    status: node.status,
    attempts: node.attempts,
    startedAt: instant(node.startedAt),
    finishedAt: instant(node.finishedAt),
    ms: node.ms,
    ports: [...node.ports],
    error: node.error,
    iterations: node.iterations,
    models: node.models && modelsOf(node.models),
    ...(node.hasOutput ? { output: outputOf(view, node.path) ?? null } : {}),
  }));
}

const MOST_ROUNDS = 200;

/** Rounds of the loop at `path` from number `from` on, at most 200. */
export function roundsOf(view: RunView, path: string, from: number): IterationRun[] {
  const rounds = iterationsOf(view, path).filter(({ index }) => index >= from);
  return rounds
    .slice(0, MOST_ROUNDS)
    .map(({ nodes: _, finishedAt, ...round }) => ({ ...round, finishedAt: instant(finishedAt) }));
}

function modelsOf({ calls, unpriced, inputTokens, outputTokens, costNano }: ModelSums): RunModels {
  return { calls, unpricedCalls: unpriced, inputTokens, outputTokens, cost: costNano / 1e9 };
}

function isOutside({ path }: NodeView): boolean {
  return !path.includes("/");
}

export function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
