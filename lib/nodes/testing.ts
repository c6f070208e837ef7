import type { z } from "zod";
import { createStepAi } from "../ai/create-ai.ts";
import { testGuard, testUser } from "../ai/guard/testing.ts";
import type { CredentialSource } from "../credentials/credential-source.ts";
import { Masker } from "../credentials/masking.ts";
import { stepCredentials } from "../credentials/step-credentials.ts";
import { buildConfigTemplate, evaluateConfig, itemEvaluator } from "../engine/evaluate-config.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { createMemoryFileStore } from "../files/adapters/memory-file-store.ts";
import type { FileStore } from "../files/file-store.ts";
import { stepFiles } from "../files/step-files.ts";
import { convert } from "../formats/convert.ts";
import { memoryForTests } from "../memory/memory-for-tests.ts";
import { type Memory, stepMemory } from "../memory/step-memory.ts";
import { watchSockets } from "../outbound/watch-sockets.ts";
import { nodesOf } from "../runs/step-nodes.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { catalogue } from "./catalog.ts";
import { type Executor, type ExecutorResult, type NodeDefinition, NodeError, subStepsOf } from "./define.ts";
import { loadExecutor } from "./executors.ts";
import type {
  OutboundRequest,
  OutboundResponse,
  OutboundStream,
  StepContext,
  StepKnowledge,
  StepNodes,
  StepOptions,
  StepsContext,
} from "./step-context.ts";

const noCredentials: CredentialSource = {
  open: () => Promise.reject(new NodeError("auth", "This call was given no credential.")),
  list: async () => [],
};

const nothingKnown = () => Promise.reject(new NodeError("not_found", "This call was given no knowledge."));
const noKnowledge: StepKnowledge = {
  search: nothingKnown,
  add: nothingKnown,
  status: nothingKnown,
  linkTo: () => "",
};

// A node that reaches outside by itself fails its tests.
watchSockets();

const NOW = Date.UTC(2026, 0, 1);

export interface NodeCall {
  config: JsonObject;
  input?: Json;
  /** Milliseconds since the epoch. */
  now?: number;
  idempotencyKey?: string;
  /** Results of sub-steps by `<name>#<n>`, of an entry before this one and of this one. */
  remembered?: Map<string, Json>;
  /** What is remembered of conversations. Default: nothing. */
  memory?: Memory;
  /** Names the run in what it says in a conversation. */
  runId?: string;
  /** Files the node may open, and where it puts its own. Default: an empty store in memory. */
  files?: FileStore;
  sandbox?: Pick<Sandbox, "run">;
  /** Knowledge of the workspace. Default: there is none. */
  knowledge?: StepKnowledge;
  /** What the node may open. Default: there is none. */
  credentials?: CredentialSource;
  fetch?: (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundResponse>;
  stream?: (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundStream>;
  /** What viewers see while it works. */
  emit?: (delta: Json) => void;
}

/** Runs one node as the engine does: its config evaluated with `input`, parsed by its schema, given to its executor. */
export async function runNode(executor: Executor, call: NodeCall): Promise<ExecutorResult> {
  const input = call.input ?? null;
  const { template, scope } = evaluation(call.config, input, call.now ?? NOW);
  const config = executor.definition.config.parse(evaluateConfig(template, scope, executor.definition.perItem));
  const ctx = contextOf(call);
  switch (executor.effect) {
    case "pure":
      return executor.run({ config, input, ctx: { ...ctx, perItem: itemEvaluator(template, scope) } });
    case "step":
    case "steps": {
      const inSteps = executor.effect === "steps" || executor.definition.stepsWhen?.(call.config) === true;
      const runSteps = inSteps ? subStepsOf(executor) : undefined;
      if (runSteps) {
        const nodes = await nodesUsedBy(executor, call.config);
        return runSteps({ config, input, ctx: { ...ctx, nodes, step: remembering(ctx, call.remembered) } });
      }
      if (executor.effect === "steps") throw new Error("A node of steps has steps.");
      return executor.run({ config, input, ctx });
    }
    case "container":
      throw new Error("A container is run by the engine.");
    case "wait": {
      const askedAt = ctx.now();
      const { until } = executor.run.ask({ config, input, ctx });
      return executor.run.settle({ config, input, ctx, askedAt, until });
    }
  }
}

/** What the definition says it runs, loaded as a run loads it. */
async function nodesUsedBy({ definition }: Executor, config: JsonObject): Promise<StepNodes> {
  const used = definition.usesNodes?.(config) ?? [];
  const known = used.filter(({ type }) => catalogue.get(type));
  const loaded = await Promise.all(known.map(({ type, version }) => loadExecutor(type, version)));
  return nodesOf((type) => loaded.find((one) => one.definition.type === type), loaded);
}

/** Sub-steps as a run has them: one that came to an end is answered from what is remembered, without being done again. */
function remembering(ctx: StepContext, remembered = new Map<string, Json>()): StepsContext["step"] {
  const calls = new Map<string, number>();
  return async <T extends Json>(name: string, fn: (ctx: StepContext) => Promise<T>, options: StepOptions<T> = {}) => {
    const count = (calls.get(name) ?? 0) + 1;
    calls.set(name, count);
    const key = `${name}#${count}`;
    // What was stored under the key is what this very function came to.
    if (remembered.has(key)) return remembered.get(key) as T;
    const value = await fn({ ...ctx, idempotencyKey: `${ctx.idempotencyKey}/${key}` }).catch((error: unknown) => {
      const { code, message } = error as NodeError;
      const instead = options.failed?.({ code: code ?? "internal", message }, 0);
      if (instead === undefined) throw error;
      return instead;
    });
    remembered.set(key, value);
    return value;
  };
}

function evaluation(config: JsonObject, input: Json, now: number) {
  const { template, errors } = buildConfigTemplate(config);
  if (errors[0] !== undefined) throw errors[0].error;
  const root = (name: string) => (name === "input" ? input : undefined);
  return { template, scope: { root, now, seed: "test" } };
}

function contextOf({
  now = NOW,
  idempotencyKey = "run/node",
  files = createMemoryFileStore(),
  sandbox,
  knowledge = noKnowledge,
  memory = memoryForTests(),
  runId = "run_test",
  credentials = noCredentials,
  fetch,
  stream,
  emit = () => {},
}: NodeCall): StepContext {
  const { signal } = new AbortController();
  const masker = new Masker();
  const opened = stepCredentials(credentials, "ws_test", masker);
  const outside = (request: OutboundRequest, until: AbortSignal) => {
    if (stream === undefined) throw new Error("This call was not given an outside.");
    return stream(request, until);
  };
  return {
    credentials: opened,
    ai: createStepAi({
      stream: outside,
      credentials: opened,
      guard: testGuard(),
      user: testUser(),
      masker,
      signal,
      now: () => now,
    }),
    now: () => now,
    log: () => {},
    signal,
    idempotencyKey,
    attempt: 1,
    lost: 0,
    memory: stepMemory(memory, {
      workspaceId: "ws_test",
      workflowId: "wf_test",
      nodeId: "n_test",
      runId,
      nodePath: "node",
    }),
    emit,
    formats: {
      // On this thread: what it comes to is the same.
      async convert(conversion, value, options) {
        const answer = convert({ conversion, value, options });
        if ("value" in answer) return answer.value;
        throw new NodeError("invalid_input", answer.problem.message, { details: answer.problem.where });
      },
    },
    knowledge,
    sandbox: {
      run: (code, input) => {
        if (sandbox === undefined) throw new Error("This call was not given a sandbox.");
        return sandbox.run(code, input, signal);
      },
    },
    files: stepFiles(files, { workspaceId: "ws_test", runId: "run_test" }, signal),
    fetch: (request) => {
      if (fetch === undefined) throw new Error("This call was not given an outside.");
      return fetch(request, signal);
    },
    stream: (request) => outside(request, signal),
  };
}

/** The first complaint of a schema about a config, as `field: message`; null when it parses. */
export function complaintAbout(definition: Pick<NodeDefinition<z.ZodType>, "config">, config: Json): string | null {
  const issue = definition.config.safeParse(config).error?.issues[0];
  return issue === undefined ? null : `${issue.path.join(".")}: ${issue.message}`;
}
