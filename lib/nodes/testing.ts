import type { z } from "zod";
import { buildConfigTemplate, evaluateConfig } from "../engine/evaluate-config.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { createMemoryFileStore } from "../files/adapters/memory-file-store.ts";
import type { FileStore } from "../files/file-store.ts";
import { stepFiles } from "../files/step-files.ts";
import type {
  Executor,
  ExecutorResult,
  NodeDefinition,
  OutboundRequest,
  OutboundResponse,
  StepContext,
} from "./define.ts";

const NOW = Date.UTC(2026, 0, 1);

export interface NodeCall {
  config: JsonObject;
  input?: Json;
  /** Milliseconds since the epoch. */
  now?: number;
  idempotencyKey?: string;
  /** Files the node may open, and where it puts its own. Default: an empty store in memory. */
  files?: FileStore;
  fetch?: (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundResponse>;
}

/** Runs one node as the engine does: its config evaluated with `input`, parsed by its schema, given to its executor. */
export async function runNode(executor: Executor, call: NodeCall): Promise<ExecutorResult> {
  const input = call.input ?? null;
  const config = executor.definition.config.parse(evaluated(call.config, input, call.now ?? NOW));
  const ctx = contextOf(call);
  switch (executor.effect) {
    case "pure":
      return executor.run({ config, input, ctx });
    case "step":
      return executor.run({ config, input, ctx });
    case "steps":
      return executor.run({ config, input, ctx: { ...ctx, step: (_name, fn) => fn(ctx) } });
    case "wait": {
      const askedAt = ctx.now();
      const { until } = executor.run.ask({ config, input, ctx });
      return executor.run.settle({ config, input, ctx, askedAt, until });
    }
  }
}

function evaluated(config: JsonObject, input: Json, now: number): Json {
  const { template, errors } = buildConfigTemplate(config);
  if (errors[0] !== undefined) throw errors[0].error;
  const root = (name: string) => (name === "input" ? input : undefined);
  return evaluateConfig(template, { root, now, seed: "test" });
}

function contextOf({
  now = NOW,
  idempotencyKey = "run/node",
  files = createMemoryFileStore(),
  fetch,
}: NodeCall): StepContext {
  const { signal } = new AbortController();
  return {
    now: () => now,
    log: () => {},
    signal,
    idempotencyKey,
    attempt: 1,
    emit: () => {},
    files: stepFiles(files, { workspaceId: "ws_test", runId: "run_test" }, signal),
    fetch: (request) => {
      if (fetch === undefined) throw new Error("This call was not given an outside.");
      return fetch(request, signal);
    },
  };
}

/** The first complaint of a schema about a config, as `field: message`; null when it parses. */
export function complaintAbout(definition: Pick<NodeDefinition<z.ZodType>, "config">, config: Json): string | null {
  const issue = definition.config.safeParse(config).error?.issues[0];
  return issue === undefined ? null : `${issue.path.join(".")}: ${issue.message}`;
}
