import { afterAll, afterEach, beforeAll } from "vitest";
import type { JsonObject } from "../engine/json.ts";
import type { Executor, ExecutorResult } from "../nodes/define.ts";
import { type NodeCall, runNode } from "../nodes/testing.ts";
import { createOutboundGate, type OutboundGate } from "../outbound/gate.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";
import { credentialsOf, credentialsTo } from "./testing.ts";

interface ModelNode {
  models(): ModelServer;
  run(config: JsonObject, more?: Partial<NodeCall>): Promise<ExecutorResult & { output: JsonObject }>;
}

/** A node whose models are those of a server on loopback, for the tests of one file. */
export function modelNode(executor: Executor): ModelNode {
  let models: ModelServer;
  let gate: OutboundGate;
  beforeAll(async () => {
    models = await startModelServer();
    gate = createOutboundGate({ allowLoopback: true });
  });
  afterEach(() => {
    models.reset();
  });
  afterAll(async () => {
    await gate.close();
    await models.close();
  });
  return {
    models: () => models,
    async run(config, more = {}) {
      const credentials = credentialsOf(credentialsTo(models.origin));
      const call = { config, credentials, fetch: gate.fetch, stream: gate.stream, ...more };
      const result = await runNode(executor, call);
      return { ...result, output: result.output as JsonObject };
    },
  };
}
