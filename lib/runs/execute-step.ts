import { createStepAi } from "../ai/create-ai.ts";
import type { ModelGuard } from "../ai/guard/model-guard.ts";
import type { ModelUser } from "../ai/guard/model-user.ts";
import { limits } from "../config/limits.ts";
import type { CredentialSource } from "../credentials/credential-source.ts";
import { maskedError } from "../credentials/masked-error.ts";
import { maskedFiles } from "../credentials/masked-files.ts";
import { Masker } from "../credentials/masking.ts";
import { stepCredentials } from "../credentials/step-credentials.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { FileStore } from "../files/file-store.ts";
import { stepFiles } from "../files/step-files.ts";
import type { Formats } from "../formats/formats.ts";
import { type ConversationScope, type Memory, stepMemory } from "../memory/step-memory.ts";
import { type Executor, type ExecutorResult, NodeError } from "../nodes/define.ts";
import type { OutboundRequest, OutboundResponse, OutboundStream, StepContext } from "../nodes/step-context.ts";
import { type Knowledge, stepKnowledge } from "../rag/step-knowledge.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** What a step may reach; made once per process. */
export interface Outside {
  fetch(request: OutboundRequest, signal: AbortSignal, workspaceId: string): Promise<OutboundResponse>;
  stream(request: OutboundRequest, signal: AbortSignal, workspaceId: string): Promise<OutboundStream>;
  files: FileStore;
  credentials: CredentialSource;
  formats: Pick<Formats, "convert">;
  knowledge: Knowledge;
  memory: Memory;
  sandbox: Pick<Sandbox, "run">;
  /** What holds models back. */
  models: ModelGuard;
  /** Ephemeral progress of a node, for viewers. */
  emit(runId: string, path: string, delta: Json): void;
}

export interface StepCall {
  runId: string;
  workspaceId: string;
  path: string;
  /** Whose conversations it remembers. */
  conversation: Pick<ConversationScope, "workflowId" | "nodeId" | "nodePath">;
  attempt: number;
  /** Tries before this one whose end nobody saw. */
  lost: number;
  timeoutMs: number;
  now: number;
  /** Aborts when the run ends or its walk moves elsewhere. */
  signal: AbortSignal;
  outside: Outside;
  /** As models know the step. */
  modelUser: ModelUser;
  log(level: "info" | "warn" | "error", message: string): void;
}

/**
 * One try of work that touches the world, under its time-out. The work is raced, not trusted: an executor that ignores the
 * signal is left behind and whatever it comes to later is dropped.
 */
export async function executeStep<T>(call: StepCall, work: (ctx: StepContext) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => {});
  const stop = (error: NodeError) => {
    reject(error);
    controller.abort(error);
  };
  let grace: NodeJS.Timeout | undefined;
  const timer = setTimeout(
    () => stop(new NodeError("timeout", `It took longer than ${readable(call.timeoutMs)}.`)),
    call.timeoutMs,
  );
  // What still comes to its end within the grace took effect, and is kept (E10).
  const onAbort = () => {
    const error = new NodeError("cancelled", "The run ended before this finished.", { retry: "never" });
    controller.abort(error);
    grace = setTimeout(() => reject(error), limits.abortGraceMs);
  };
  if (call.signal.aborted) onAbort();
  else call.signal.addEventListener("abort", onAbort, { once: true });
  const masker = new Masker();
  const credentials = stepCredentials(call.outside.credentials, call.workspaceId, masker);
  const ai = createStepAi({
    stream: (request, signal) => call.outside.stream(request, signal, call.workspaceId),
    credentials,
    guard: call.outside.models,
    user: call.modelUser,
    masker,
    signal: controller.signal,
    // The gate's clock: a time to wait counts from when it was told.
    now: () => Date.now(),
  });
  const context: StepContext = {
    credentials,
    ai,
    signal: controller.signal,
    idempotencyKey: `${call.runId}/${call.path}`,
    attempt: call.attempt,
    lost: call.lost,
    fetch: (request) => call.outside.fetch(request, controller.signal, call.workspaceId),
    stream: (request) => call.outside.stream(request, controller.signal, call.workspaceId),
    files: maskedFiles(stepFiles(call.outside.files, call, controller.signal), masker),
    formats: {
      convert: (conversion, value, options) =>
        call.outside.formats.convert(conversion, value, options, controller.signal),
    },
    knowledge: stepKnowledge(call.outside.knowledge, call.workspaceId, controller.signal, {
      embedTexts: (_, texts) => ai.embed(texts),
      generate: (_, question) => ai.generate(question),
      rerank: (_, passages) => ai.rerank(passages),
    }),
    memory: stepMemory(call.outside.memory, { ...call.conversation, workspaceId: call.workspaceId, runId: call.runId }),
    sandbox: { run: (code, input) => call.outside.sandbox.run(code, input, controller.signal) },
    emit: (delta) => call.outside.emit(call.runId, call.path, masker.json(delta)),
    now: () => call.now,
    log: (level, message) => call.log(level, masker.text(message)),
  };
  try {
    const value = await Promise.race([work(context), aborted]);
    // What work gives is plain JSON by `plainJson`, which the type cannot say.
    return masker.isIdle ? value : (masker.json(value as Json) as T);
  } catch (error) {
    throw masker.isIdle ? error : maskedError(error, masker);
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    call.signal.removeEventListener("abort", onAbort);
  }
}

/** The ports an executor named, checked against the node's. */
export function portsOf(result: ExecutorResult, node: GraphNode): string[] {
  const ports = typeof result.port === "string" ? [result.port] : [...result.port];
  for (const port of ports) {
    if (!node.ports.includes(port))
      throw new NodeError("internal", `${node.label} named the output "${port}", which it does not have.`);
  }
  return ports;
}

/** @throws NodeError `invalid_config`, naming the field */
export function parseConfig(executor: Executor, evaluated: Json): unknown {
  const parsed = executor.definition.config.safeParse(evaluated);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") ?? "";
  throw new NodeError("invalid_config", `${field ? `"${field}": ` : ""}${issue?.message ?? "does not fit"}`, {
    retry: "never",
    details: { field },
  });
}

function readable(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}
