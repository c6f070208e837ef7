import type { NodeRun } from "../api/contracts/runs.ts";
import type { JournalEntry } from "../engine/events.ts";
import { type NodeView, outputOf, type RunView, reduceRun } from "../engine/run-view.ts";

/** The run's view after the entry `at` of its journal; after all of it when `at` is not given. */
export function viewAt(entries: readonly JournalEntry[], at: number | undefined): RunView {
  return reduceRun(at === undefined ? entries : entries.filter(({ seq }) => seq <= at));
}

/** Each node of a view in its wire form. */
export function nodeRuns(view: RunView): NodeRun[] {
  return [...view.nodes.values()].map((node: NodeView) => ({
    path: node.path,
    status: node.status,
    attempts: node.attempts,
    startedAt: instant(node.startedAt),
    finishedAt: instant(node.finishedAt),
    ms: node.ms,
    ports: [...node.ports],
    error: node.error,
    ...(node.hasOutput ? { output: outputOf(view, node.path) ?? null } : {}),
  }));
}

export function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
