import { referenceFunction } from "inngest";
import type { StepTools } from "#lib/runs/adapters/inngest/inngest-steps.ts";

export const runChunkId = "run-chunk";

/** What is walked of a run ends with it. */
export const cancelWithRun = {
  event: "heddle/run.cancel",
  if: "async.data.runId == event.data.runId && async.data.epoch == event.data.epoch",
};

// By its name: a chunk can have chunks, and would have to know itself.
const chunk = referenceFunction({ functionId: runChunkId });

/** The SDK's tools as a walk wants them. */
export function toolsOf(given: object): StepTools {
  // The SDK's generics describe what a step's value looks like once it went through JSON; ours are JSON already.
  const step = given as Omit<StepTools, "invoke"> & {
    invoke(step: { id: string; name: string }, options: { function: typeof chunk; data: unknown }): Promise<unknown>;
  };
  return {
    run: (about, body) => step.run(about, body),
    sleepUntil: (about, time) => step.sleepUntil(about, time),
    waitForSignal: (about, options) => step.waitForSignal(about, options),
    invoke: (about, data) => step.invoke(about, { function: chunk, data }),
  };
}
