import { limits } from "../config/limits.ts";
import type { RunError, RunEvent, RunState } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { RunAnswer, RunPatch } from "./ports.ts";
import { runOutput } from "./run-output.ts";
import type { WalkState } from "./walk-state.ts";

/** How a run ends: its last journal entry, its row, and the answer where none has left before. */
export interface Ending {
  event: RunEvent;
  patch: RunPatch & { state: RunState };
  answer: RunAnswer;
}

export function failedEnd(error: RunError, at: number): Ending {
  return {
    event: { type: "run.failed", at, error },
    patch: { state: "failed", error, finishedAt: at, wakeAt: null },
    answer: { kind: "failed", error },
  };
}

export const timeoutError: RunError = {
  code: "timeout",
  message: "The run took longer than its settings allow. Raise the workflow's time-out, or split the work.",
};

export const journalFull: RunError = {
  code: "quota",
  message: `The run wrote more than ${limits.journalEvents} journal entries and was stopped.`,
};

/** Rule E9: `responded` holds what each `control.respond` had as input. */
export function completedEnd(
  state: WalkState,
  firstOutput: GraphNode | null,
  responded: ReadonlyMap<GraphNode, Json>,
  at: number,
): Ending {
  const { options, settlement, outputs } = state;
  const output = runOutput(
    options.prepared.graph,
    settlement,
    firstOutput,
    (node) => outputs.get(node) ?? null,
    (node) => responded.get(node) ?? null,
  );
  return {
    event: { type: "run.completed", at, ...state.storeResult(output) },
    patch: { state: "completed", finishedAt: at, wakeAt: null },
    answer: { kind: "output", output },
  };
}
