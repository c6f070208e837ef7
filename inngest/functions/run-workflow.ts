import { type Inngest, RetryAfterError } from "inngest";
import type { InngestRuntime } from "#lib/runs/adapters/inngest/inngest-runtime.ts";
import type { RunRequest } from "#lib/runs/adapters/inngest/inngest-steps.ts";
import { cancelWithRun, toolsOf } from "./walking.ts";

export const runWorkflowId = "run-workflow";

/** A run's walk. Tries and their waits are counted in our journal; what Inngest retries are crashes. */
export function runWorkflow(client: Inngest, runtime: () => InngestRuntime) {
  return client.createFunction(
    {
      id: runWorkflowId,
      triggers: [{ event: "heddle/run.requested" }],
      retries: 20,
      // On, it makes parallel branches advance in lock-step; see docs/adr. What the SDK offers in its place, `parallelMode:
      // "race"` on each step, is no replacement: a step marked so is never executed in the request that finds it (the SDK's
      // engine.js, getEarlyExecRunStep), so that a chain of steps would cost a turn of Inngest's queue each.
      optimizeParallelism: false,
      checkpointing: true,
      cancelOn: [cancelWithRun],
      // A fuse only: who may start is admission's business.
      concurrency: { key: "event.data.workspaceId", limit: 200 },
      priority: { run: "event.data.priority" },
    },
    async ({ event, step }) =>
      runtime().walk(event.data as RunRequest, toolsOf(step), (at) => new RetryAfterError("not due yet", at)),
  );
}
