import { type Inngest, RetryAfterError } from "inngest";
import type { InngestRuntime } from "#lib/runs/adapters/inngest/inngest-runtime.ts";
import type { PartRequest } from "#lib/runs/adapters/inngest/inngest-steps.ts";
import { cancelWithRun, runChunkId, toolsOf } from "./walking.ts";

/** Part of a large loop whose rounds wait, have sub-steps or loops in them: one function may have 1,000 steps. Only ever invoked. */
export function runChunk(client: Inngest, runtime: () => InngestRuntime) {
  return client.createFunction(
    {
      id: runChunkId,
      triggers: [],
      retries: 20,
      // As for functions/run-workflow.ts, which says why.
      optimizeParallelism: false,
      checkpointing: true,
      cancelOn: [cancelWithRun],
      concurrency: { key: "event.data.workspaceId", limit: 200 },
    },
    async ({ event, step }) =>
      runtime().walkPart(
        event.data as unknown as PartRequest,
        toolsOf(step),
        (at) => new RetryAfterError("not due yet", at),
      ),
  );
}
