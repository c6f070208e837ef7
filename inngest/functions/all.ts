import type { Inngest } from "inngest";
import type { InngestRuntime } from "#lib/runs/adapters/inngest/inngest-runtime.ts";
import { runChunk } from "./run-chunk.ts";
import { runEnded } from "./run-ended.ts";
import { runWorkflow } from "./run-workflow.ts";

export function allFunctions(client: Inngest, runtime: () => InngestRuntime) {
  return [runWorkflow(client, runtime), runChunk(client, runtime), runEnded(client, runtime)];
}
