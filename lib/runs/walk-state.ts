import { evaluateConfig, itemEvaluator } from "../engine/evaluate-config.ts";
import type { JournalEntry, RunError, StoredOutput } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { Settlement } from "../engine/settlement.ts";
import type { Executor } from "../nodes/define.ts";
import type { Breath } from "./breath.ts";
import type { FunctionSteps } from "./container-chunks.ts";
import type { Collect } from "./container-run.ts";
import { type Outside, parseConfig } from "./execute-step.ts";
import type { Executions } from "./executions.ts";
import { toRunError } from "./node-errors.ts";
import { NodeScope, type RunRoots, type SurroundingScope } from "./node-scope.ts";
import { Outputs } from "./outputs.ts";
import type { RunAnswer, SettledFact, StepRunner, StepsInside } from "./ports.ts";
import { isEarlyJoin, type PreparedGraph } from "./prepared-graph.ts";
import { factsByPrefix, type Replay, replay, type StoredFact } from "./replay.ts";
import { type RunLog, WalkStopped } from "./run-log.ts";
import { RunSleep } from "./run-sleep.ts";
import type { EffectContext } from "./walk-effects.ts";

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
  /** Set where the runtime remembers steps itself: runs what can be done within one of them. */
  stepsInside?: () => StepsInside;
  /** How many steps one loop may make in a function, where that is limited (Inngest). */
  functionSteps?: FunctionSteps | undefined;
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
  /** Milliseconds of work after which other runs get their turn, wherever something else than steps may be awaited. */
  yieldAfterMs: number;
  onAnswer(answer: RunAnswer): void;
}

/** Where an iteration of a container is walked. */
export interface Inside {
  /** `loop[3]/`: what stands before the keys of its nodes. */
  prefix: string;
  prepared: PreparedGraph;
  /** Output of the way in: the item, or the state. */
  entry: Json;
  /** Time of the way in, ms since the epoch. */
  at: number;
  /** What its expressions see of what is around it. */
  around: SurroundingScope;
  /** What its effects are executed with, where that is not what the run is. */
  steps?: StepRunner | undefined;
}

/** How containers are run: handed in by the walk, since what they run may hold containers again. */
export interface Containers {
  /** One in which nothing touches the world, at once: its output. @throws what ends it */
  settle(state: WalkState, node: GraphNode, breath: Breath, collect?: Collect): Promise<Json>;
  /** Any other, or one on a runtime where a walk must not take long. */
  run(context: EffectContext, node: GraphNode): Promise<SettledFact>;
}

/** What all parts of one walk share: of the run's graph, or of one iteration of a container in it. */
export class WalkState {
  readonly options: WalkOptions;
  readonly containers: Containers;
  /** `loop[3]/` inside of a container, else nothing. */
  readonly prefix: string;
  readonly settlement: Settlement;
  readonly outputs: Outputs;
  readonly replay: Replay;
  /** Paths of journalled facts by their prefix, for entering iterations. */
  readonly #factPaths: { get?: Map<string, string[]> };
  readonly trigger: Json;
  /** Output of the way in: what the trigger received, or the item or state of an iteration. */
  readonly entry: Json;
  /** Facts known, journalled before this entry or made in it, by path. Of the whole run. */
  readonly facts: Map<string, SettledFact>;
  /** Effects that have started and not settled. */
  readonly inFlight = new Set<GraphNode>();
  /** Nodes whose fact has its place in the journal and is not decided upon, in this order. Not where others write too (Inngest). */
  readonly placed = new Set<GraphNode>();
  readonly sleep: RunSleep;
  /** Failures that end what is walked here (E10), in the order they were found. */
  readonly errors = new Map<GraphNode, RunError>();
  /** Time of each settled node's fact, ms since the epoch. */
  readonly times = new Map<GraphNode, number>();
  /** Whether pure work under way is to be given up, since what it is part of has ended. Asked whenever it has rested. */
  mustStop: () => boolean = () => false;
  /** Told of each `control.respond` that completes in a container (E15). */
  onRespond: (path: string, node: GraphNode, output: Json | undefined) => void = () => {};
  readonly #shared: ConstructorParameters<typeof NodeScope>[3];

  constructor(options: WalkOptions, containers: Containers, parent?: WalkState, inside?: Inside) {
    this.options = options;
    this.containers = containers;
    const { graph } = options.prepared;
    this.prefix = inside?.prefix ?? "";
    this.settlement = new Settlement(graph);
    this.outputs = new Outputs(graph, parent?.outputs);
    this.replay = parent?.replay ?? replay(options.entries);
    this.#factPaths = parent ? parent.#factPaths : {};
    this.facts = parent?.facts ?? new Map();
    this.sleep = new RunSleep(options, this.replay, parent?.sleep);
    this.trigger = parent ? parent.trigger : this.replay.input ? this.replay.input.input : (options.input ?? null);
    this.entry = inside ? inside.entry : this.trigger;
    this.#shared = {
      graph,
      settlement: this.settlement,
      outputs: this.outputs,
      roots: parent ? parent.#shared.roots : { ...options.roots, trigger: this.trigger },
      runId: options.run.id,
      prefix: this.prefix,
      around: inside?.around,
    };
    if (parent) {
      this.onRespond = (...given) => parent.onRespond(...given);
      this.mustStop = () => parent.mustStop();
    }
    if (inside) this.times.set(graph.trigger, inside.at);
  }

  /** The state of an iteration of a container that stands in what is walked here. */
  inside(inside: Inside): WalkState {
    const steps = inside.steps ?? this.options.steps;
    return new WalkState({ ...this.options, prepared: inside.prepared, steps }, this.containers, this, inside);
  }

  /** What happens because the walk was stopped is not written: whoever has the run then decides. @throws WalkStopped */
  checkWalked(): void {
    if (this.options.signal.aborted) throw new WalkStopped("lost");
  }

  path(node: GraphNode): string {
    return this.prefix === "" ? node.key : this.prefix + node.key;
  }

  /** Journalled facts of the nodes walked here, in the order of the journal. */
  *storedFacts(): Generator<[GraphNode, StoredFact]> {
    this.#factPaths.get ??= factsByPrefix(this.replay);
    for (const path of this.#factPaths.get.get(this.prefix) ?? []) {
      const node = this.options.prepared.graph.byKey.get(path.slice(this.prefix.length));
      const fact = this.replay.facts.get(path);
      if (node && fact) yield [node, fact];
    }
  }

  runError(error: unknown, node: GraphNode): RunError {
    const seen = toRunError(error, node);
    // What ended a container names the node inside that failed.
    const inner = error instanceof Error && "node" in error && typeof error.node === "string" ? error.node : undefined;
    return { ...seen, node: inner ?? this.path(node) };
  }

  /** What the expressions of a node see. */
  scope(node: GraphNode, input: Json, now: number): NodeScope {
    return new NodeScope(node, input, now, this.#shared);
  }

  /** How an output is journalled: again by value where the first one is not found by its path alone. */
  store(path: string, value: Json): StoredOutput {
    const stored = this.outputs.store(path, value);
    return "output" in stored || this.#isNear(stored.outputOf) ? stored : { output: value };
  }

  /** The same for what is walked here as a whole: a round or a run, which nothing can be stored as a reference to. */
  storeResult(value: Json): StoredOutput {
    const owner = this.outputs.ownerOf(value);
    return owner !== undefined && this.#isNear(owner) ? { outputOf: owner } : { output: value };
  }

  #isNear(path: string): boolean {
    const before = path.slice(0, path.lastIndexOf("/") + 1);
    return before === "" || before === this.prefix;
  }

  /** Rule E8. */
  input(node: GraphNode): Json {
    if (node === this.options.prepared.graph.trigger) return this.entry;
    const sources = this.settlement.sources(node);
    const [first] = sources;
    // The way into a round has no key: what it leads to gets the item itself (E13).
    if (first && sources.length === 1 && (!node.join || node.disabled || first.key === ""))
      return this.outputs.get(first) ?? null;
    const input: JsonObject = {};
    for (const source of sources) input[source.key] = this.outputs.get(source) ?? null;
    return input;
  }

  /** Output journalled for a path, to resolve references with. */
  outputOf(path: string): Json | undefined {
    const node = path.startsWith(this.prefix)
      ? this.options.prepared.graph.byKey.get(path.slice(this.prefix.length))
      : undefined;
    return (node && this.outputs.get(node)) ?? this.replay.facts.get(path)?.output;
  }

  /** `now` of a node: the latest fact that decided it. Of an early join, others may follow that did not. */
  nowOf(node: GraphNode): number {
    let latest = 0;
    const { nodes } = this.options.prepared.graph;
    const sources = isEarlyJoin(node)
      ? this.settlement.sources(node)
      : node.in.map((edge) => nodes[edge.source] as GraphNode);
    for (const source of sources) latest = Math.max(latest, this.times.get(source) ?? 0);
    return latest || (this.replay.input?.at ?? this.options.now());
  }

  executor(node: GraphNode): Executor {
    return this.options.prepared.executors[node.index] as Executor;
  }

  /** The node's config with its expressions evaluated. @throws NodeError, ExpressionError */
  config(node: GraphNode, input: Json, now: number): unknown {
    const constant = this.options.prepared.constants[node.index];
    if (constant !== undefined) return constant;
    const executor = this.executor(node);
    return parseConfig(
      executor,
      evaluateConfig(node.config, this.scope(node, input, now), executor.definition.perItem),
    );
  }

  /** Settings of a node for one item after the other. */
  perItem(node: GraphNode, input: Json, now: number): ReturnType<typeof itemEvaluator> {
    return itemEvaluator(node.config, this.scope(node, input, now));
  }

  logger(path: string): (level: "info" | "warn" | "error", message: string) => void {
    return (level, message) => {
      const { log, now } = this.options;
      log.emit({ type: "log", at: now(), path, level, message: message.slice(0, 4_096) });
    };
  }
}
