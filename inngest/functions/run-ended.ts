import type { Inngest } from "inngest";
import type { InngestRuntime } from "#lib/runs/adapters/inngest/inngest-runtime.ts";
import type { RunRequest } from "#lib/runs/adapters/inngest/inngest-steps.ts";
import { runWorkflowId } from "./run-workflow.ts";

/** What Inngest gave up must not stay "running" here. */
export function runEnded(client: Inngest, runtime: () => InngestRuntime) {
  return client.createFunction(
    {
      id: "run-ended",
      triggers: [{ event: "inngest/function.failed" }, { event: "inngest/function.cancelled" }],
      retries: 20,
    },
    async ({ event, step }) => {
      const data = event.data as { function_id?: string; error?: { message?: string }; event?: { data?: RunRequest } };
      const request = data.event?.data;
      if (data.function_id !== `heddle-${runWorkflowId}` || !request) return;
      const how = event.name === "inngest/function.failed" ? "failed" : "cancelled";
      await step.run("end", () => runtime().ended(request, how, data.error?.message ?? "it said no more"));
    },
  );
}
