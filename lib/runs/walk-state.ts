import { limits } from "../config/limits.ts";
import { evaluateConfig } from "../engine/evaluate-config.ts";
import type { JournalEntry, RunError, RunEvent } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { Settlement } from "../engine/settlement.ts";
import { type Executor, NodeError } from "../nodes/define.ts";
import { type Outside, parseConfig } from "./execute-step.ts";
import type { Executions } from "./executions.ts";
import { NodeScope, type RunRoots } from "./node-scope.ts";
import { Outputs } from "./outputs.ts";
import { type EncodedEvent, encodeEvent, type RunAnswer, type SettledFact, type StepRunner } from "./ports.ts";
import type { PreparedGraph } from "./prepared-graph.ts";
import { historyOf, type Replay, replay } from "./replay.ts";
import type { RunLog } from "./run-log.ts";

export interface WalkOptions {
  run: { id: string; workspaceId: string; createdAt: number };
  prepared: PreparedGraph;
  /** The journal as of entry; empty for a run that starts here. */
  entries: readonly JournalEntry[];
  /** What the trigger received; needed only when `entries` is empty. */
  input?: Json;
  roots: Omit<RunRoots, "trigger">;
  /** Answers of waits that were given, by path. */
  answers: Map<string, Json>;
  log: RunLog;
  steps: StepRunner;
  outside: Outside;
  /** Set where several processes walk a run under one lease (Inngest). */
  executions?: Executions;
  /** Names the code that walks. */
  build: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Aborts when the run is cancelled, its lease lost, or the process ends. */
  signal: AbortSignal;
  /** Aborts when another delivery of the same walk has seen the run fail (Inngest). */
  failing?: AbortSignal;
  /** Milliseconds of work after which other runs get their turn; null where nothing but steps may be awaited (Inngest). */
  yieldAfterMs: number | null;
  onAnswer(answer: RunAnswer): void;
}

/** What all parts of one walk share. */
export class WalkState {
  readonly options: WalkOptions;
  readonly settlement: Settlement;
  readonly outputs: Outputs;
  readonly replay: Replay;
  readonly trigger: Json;
  /** Facts known, journalled before this entry or made in it, by path. */
  readonly facts = new Map<string, SettledFact>();
  /** Effects that have started and not settled. */
  readonly inFlight = new Set<GraphNode>();
  /** Keys of what is being executed or asked: step nodes, waits, sub-steps. */
  readonly pending = new Set<string>();
  /** Failures that end the run (E10), in the order they were found. */
  readonly errors = new Map<GraphNode, RunError>();
  /** Time of each settled node's fact, ms since the epoch. */
  readonly times = new Map<GraphNode, number>();
  readonly #shared: ConstructorParameters<typeof NodeScope>[3];

  constructor(options: WalkOptions) {
    this.options = options;
    const { graph } = options.prepared;
    this.settlement = new Settlement(graph);
    this.outputs = new Outputs(graph);
    this.replay = replay(options.entries);
    this.trigger = this.replay.input ? this.replay.input.input : (options.input ?? null);
    this.#shared = {
      graph,
      settlement: this.settlement,
      outputs: this.outputs,
      roots: { ...options.roots, trigger: this.trigger },
      runId: options.run.id,
    };
  }

  /** Rule E8. */
  input(node: GraphNode): Json {
    if (node === this.options.prepared.graph.trigger) return this.trigger;
    const sources = this.settlement.sources(node);
    if (sources.length === 1 && (!node.join || node.disabled)) return this.outputs.get(sources[0] as GraphNode) ?? null;
    const input: JsonObject = {};
    for (const source of sources) input[source.key] = this.outputs.get(source) ?? null;
    return input;
  }

  /** Output journalled for a path, to resolve references with. */
  outputOf(path: string): Json | undefined {
    const node = this.options.prepared.graph.byKey.get(path);
    return (node && this.outputs.get(node)) ?? this.replay.facts.get(path)?.output;
  }

  /** `now` of a node: the latest fact it depends on. */
  nowOf(node: GraphNode): number {
    let latest = 0;
    for (const source of this.settlement.sources(node)) latest = Math.max(latest, this.times.get(source) ?? 0);
    return latest || (this.replay.input?.at ?? this.options.now());
  }

  executor(node: GraphNode): Executor {
    return this.options.prepared.executors[node.index] as Executor;
  }

  /** The node's config with its expressions evaluated. @throws NodeError, ExpressionError */
  config(node: GraphNode, input: Json, now: number): unknown {
    const constant = this.options.prepared.constants[node.index];
    if (constant !== undefined) return constant;
    return parseConfig(this.executor(node), evaluateConfig(node.config, new NodeScope(node, input, now, this.#shared)));
  }

  /** Earliest time that wakes what is pending (null: only an answer does), once all of it sleeps; else undefined. */
  #sleepsUntil(): number | null | undefined {
    let earliest: number | null = null;
    if (this.pending.size === 0) return undefined;
    for (const path of this.pending) {
      const waiting = historyOf(this.replay, path).waiting;
      const isDue = waiting?.until !== null && waiting !== null && waiting.until <= this.options.now();
      if (!waiting || isDue || this.options.answers.has(path)) return undefined;
      if (waiting.until !== null) earliest = Math.min(earliest ?? waiting.until, waiting.until);
    }
    return earliest;
  }

  /**
   * Where the runtime itself keeps what sleeps (Inngest), the run says that it waits as soon as everything in flight does.
   * A run that is walked here says so when it is parked.
   */
  async fallAsleep(): Promise<void> {
    const { log, now, steps } = this.options;
    const until = this.#sleepsUntil();
    if (!steps.replaysAll || this.replay.isWaiting || until === undefined) return log.flush();
    this.replay.isWaiting = true;
    log.emit({ type: "run.waiting", at: now(), until });
    await log.flush({ patch: { state: "waiting", wakeAt: until } });
  }

  /**
   * The same where no step is being executed: others may have finished after the question was asked. Nothing may be
   * awaited there, and whoever has moved the run on in the meantime knows better.
   */
  noteSleep(): void {
    const { log, now, steps } = this.options;
    const until = this.#sleepsUntil();
    if (!steps.replaysAll || this.replay.isWaiting || until === undefined) return;
    this.replay.isWaiting = true;
    const event = encodeEvent({ type: "run.waiting", at: now(), until });
    log.flushIfUnmoved(event, { state: "waiting", wakeAt: until }).catch(() => {});
  }

  /** The counterpart of `fallAsleep`. */
  async wake(): Promise<void> {
    const { log, now, build, steps } = this.options;
    if (!steps.replaysAll || !this.replay.isWaiting) return;
    this.replay.isWaiting = false;
    log.emit({ type: "run.resumed", at: now(), build });
    await log.flush({ patch: { state: "running", wakeAt: null } });
  }

  logger(path: string): (level: "info" | "warn" | "error", message: string) => void {
    return (level, message) => {
      const { log, now } = this.options;
      log.emit({ type: "log", at: now(), path, level, message: message.slice(0, 4_096) });
    };
  }

  /**
   * The journal entry of a node that completed, measured.
   * @throws NodeError `output_too_large`
   */
  completed(
    node: GraphNode,
    result: { ports: string[]; output: Json; read?: JsonObject; handled?: RunError },
    timing: { at: number; ms: number; attempt: number },
  ): { encoded: EncodedEvent; bytes: number } {
    const stored = this.outputs.store(node.key, result.output);
    const event: RunEvent = {
      type: "node.completed",
      at: timing.at,
      path: node.key,
      ports: result.ports,
      ms: timing.ms,
      attempt: timing.attempt,
      ...(result.read === undefined ? undefined : { read: result.read }),
      ...(result.handled === undefined ? undefined : { handled: result.handled }),
      ...stored,
    };
    const encoded = encodeEvent(event);
    const bytes = "outputOf" in stored ? 0 : encoded.text.length;
    if (bytes > limits.outputBytes || this.outputs.bytes + bytes > limits.workingSetBytes) throw tooLarge(node, bytes);
    return { encoded, bytes };
  }

  /** The journal entry of a node that failed for good: rule E2. */
  failed(
    node: GraphNode,
    error: RunError,
    timing: { at: number; ms: number; attempt: number },
  ): { encoded: EncodedEvent; output: JsonObject | undefined; ports: string[]; ends: boolean } {
    const output = { error: { ...error, attempts: timing.attempt } } as unknown as JsonObject;
    const { onError } = node.policy;
    if (onError === "continue") {
      const { encoded } = this.completed(node, { ports: ["out"], output, handled: error }, timing);
      return { encoded, output, ports: ["out"], ends: false };
    }
    const handled = onError === "port";
    const ports = handled ? ["error"] : [];
    const event: RunEvent = {
      type: "node.failed",
      at: timing.at,
      path: node.key,
      ports,
      ms: timing.ms,
      attempt: timing.attempt,
      error,
      handled,
      ...(handled ? { output } : undefined),
    };
    return { encoded: encodeEvent(event), output: handled ? output : undefined, ports, ends: !handled };
  }
}

function tooLarge(node: GraphNode, bytes: number): NodeError {
  const size = `${(bytes / 1_048_576).toFixed(1)} MiB`;
  return new NodeError(
    "output_too_large",
    `${node.label} gave ${size}; one output may hold ${limits.outputBytes / 1_048_576} MiB and a run ${limits.workingSetBytes / 1_048_576} MiB at a time. Ask for less at once: pages, or only the fields that are needed.`,
    { retry: "never", details: { bytes } },
  );
}
