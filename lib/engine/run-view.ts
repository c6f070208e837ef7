import type { JournalEntry, RunError, RunEvent, RunState, WaitKind } from "./events.ts";
import type { Json, JsonObject } from "./json.ts";
import { type ModelSums, noCalls, withCall } from "./model-events.ts";
import {
  countRound,
  type IterationCounts,
  IterationsDraft,
  type IterationView,
  pureNode,
} from "./run-view-iterations.ts";
import { addToNode, endOfStep, isSubStep, newNode, noRounds } from "./run-view-node.ts";

export type NodeRunStatus = "queued" | "running" | "waiting" | "retrying" | "failed" | "cancelled" | "skipped" | "done";

/** One try of a node, for the timeline. Times are milliseconds since the epoch. */
export interface Try {
  attempt: number;
  startedAt: number;
  finishedAt: number | null;
  error: RunError | null;
}

/** What a run's journal says of one node run (by its path: the key, with iterations). */
export interface NodeView {
  path: string;
  status: NodeRunStatus;
  /** Tries so far; 0 before the first. */
  attempts: number;
  tries: readonly Try[];
  /** Ports its fact named; empty before there is one. */
  ports: readonly string[];
  startedAt: number | null;
  finishedAt: number | null;
  /** Milliseconds of work of the last try. */
  ms: number | null;
  error: RunError | null;
  /** True when it failed and the run went on all the same. */
  handled: boolean;
  /** Set while it waits. */
  waiting: { kind: WaitKind; until: number | null } | null;
  /** When the next try is due, while it waits for it. */
  nextAt: number | null;
  /** Edges that a join counted (E4). */
  counted: readonly string[] | null;
  /** Values a decision was made from. */
  read: JsonObject | null;
  /** True when there is an output; `outputOf` gives it. */
  hasOutput: boolean;
  /** Of a container: how often it went round. */
  iterations: IterationCounts | null;
  /** What its calls of models came to; null where it made none. */
  models: ModelSums | null;
  /** Seq of the last entry about it: changes exactly when the record does. */
  seq: number;
}

export interface LogLine {
  seq: number;
  at: number;
  path: string;
  level: "info" | "warn" | "error";
  message: string;
}

/** A sub-step of a node that came to its end. */
export interface StepView {
  seq: number;
  at: number;
  path: string;
  name: string;
  ms: number;
  output: Json;
}

/** A run as it looks after some part of its journal. Everything that shows a run is made of this. */
export interface RunView {
  /** Number of the last entry taken in; 0 before the first. */
  seq: number;
  state: RunState;
  /** Node id of the trigger that fired. */
  trigger: string | null;
  input: Json | undefined;
  queuedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  /** Until when the run sleeps; null while it does not, or until somebody answers. */
  waitingUntil: number | null;
  error: RunError | null;
  output: Json | undefined;
  /** Failures that the run went on after. */
  handledFailures: number;
  nodes: ReadonlyMap<string, NodeView>;
  /** Rounds of containers by the container's path, then by number; read them with `iterationsOf`. */
  iterations: ReadonlyMap<string, ReadonlyMap<number, IterationView>>;
  /** Outputs by the path they were first stored under; read them with `outputOf`. */
  outputs: ReadonlyMap<string, StoredOutputView>;
  log: readonly LogLine[];
  steps: readonly StepView[];
  /** What all calls of models came to. */
  models: ModelSums;
}

export type StoredOutputView = { value: Json } | { same: string };

export function emptyRunView(): RunView {
  return {
    seq: 0,
    state: "queued",
    trigger: null,
    input: undefined,
    queuedAt: null,
    startedAt: null,
    finishedAt: null,
    waitingUntil: null,
    error: null,
    output: undefined,
    handledFailures: 0,
    nodes: new Map(),
    iterations: new Map(),
    outputs: new Map(),
    log: [],
    steps: [],
    models: noCalls,
  };
}

/**
 * The view after more entries. The given one is not changed, and records of nodes that no entry is about keep their
 * identity. Entries that were taken in before are passed over, so that a stream may repeat itself.
 */
export function reduceRun(entries: Iterable<JournalEntry>, initial: RunView = emptyRunView()): RunView {
  const draft = new Draft(initial);
  for (const entry of entries) if (entry.seq > draft.view.seq) draft.take(entry);
  return draft.isChanged ? draft.view : initial;
}

/** The output of a node run; undefined while there is none. */
export function outputOf(view: RunView, path: string): Json | undefined {
  const stored = view.outputs.get(path);
  if (!stored) {
    const inside = pureNode(view, path);
    return inside?.outputOf === undefined ? inside?.output : outputOf(view, inside.outputOf);
  }
  // References lead to what was stored before them: never in a circle.
  return "value" in stored ? stored.value : outputOf(view, stored.same);
}

class Draft {
  readonly view: RunView;
  readonly #nodes: Map<string, NodeView>;
  readonly #outputs: Map<string, StoredOutputView>;
  readonly #iterations: IterationsDraft;
  readonly #log: LogLine[];
  readonly #steps: StepView[];
  isChanged = false;

  constructor(initial: RunView) {
    this.#nodes = new Map(initial.nodes);
    this.#outputs = new Map(initial.outputs);
    this.#iterations = new IterationsDraft(initial.iterations);
    this.#log = [...initial.log];
    this.#steps = [...initial.steps];
    this.view = {
      ...initial,
      nodes: this.#nodes,
      iterations: this.#iterations.all,
      outputs: this.#outputs,
      log: this.#log,
      steps: this.#steps,
    };
  }

  take({ seq, event }: JournalEntry): void {
    this.isChanged = true;
    this.view.seq = seq;
    if (event.type === "log") {
      const { at, path, level, message } = event;
      this.#log.push({ seq, at, path, level, message });
    } else if (event.type === "step.completed") {
      const { at, path, name, ms, output } = event;
      this.#steps.push({ seq, at, path, name, ms, output });
      // Its record is that of its tries; it has no fact of its own.
      const before = this.#nodes.get(path) ?? newNode(path);
      if (isSubStep(path)) this.#nodes.set(path, endOfStep(before, event, seq));
    } else if (event.type === "model.called") this.#takeCall(seq, event);
    else if (event.type === "budget.exceeded" || event.type === "step.failed") {
      // The node says so with its own failure, where it does not get over it.
    } else if (event.type === "iteration.completed") this.#takeRound(seq, event);
    else if ("path" in event) this.#takeNode(seq, event);
    else this.#takeRun(event);
  }

  #takeNode(seq: number, event: Parameters<typeof addToNode>[1]): void {
    for (const container of this.#iterations.begun(event.path))
      this.#count(container, seq, (counts) => countRound(counts, undefined, "running"));
    const before = this.#nodes.get(event.path) ?? newNode(event.path);
    const after = addToNode(before, event, seq);
    this.#nodes.set(event.path, after);
    if (after.handled && !before.handled) this.view.handledFailures += 1;
    if (event.type === "node.completed") this.#keepOutput(event.path, event);
    if (event.type === "node.failed" && event.output !== undefined)
      this.#outputs.set(event.path, { value: event.output });
  }

  #takeCall(seq: number, call: Extract<RunEvent, { type: "model.called" }>): void {
    const node = this.#nodes.get(call.path) ?? newNode(call.path);
    this.#nodes.set(call.path, { ...node, seq, models: withCall(node.models ?? noCalls, call) });
    this.view.models = withCall(this.view.models, call);
  }

  #takeRound(seq: number, event: Extract<RunEvent, { type: "iteration.completed" }>): void {
    const { container, before } = this.#iterations.completed(event);
    const status = event.status === "completed" ? "done" : event.status;
    this.#count(container, seq, (counts) => countRound(counts, before, status));
    for (const node of event.nodes) if (node.handled === true) this.view.handledFailures += 1;
  }

  /** A container in which nothing touches the world says nothing of itself before its end. */
  #count(path: string, seq: number, change: (counts: IterationCounts) => IterationCounts): void {
    const node = this.#nodes.get(path) ?? { ...newNode(path), status: "running" as const };
    this.#nodes.set(path, { ...node, seq, iterations: change(node.iterations ?? noRounds) });
  }

  #keepOutput(path: string, stored: { output: Json } | { outputOf: string }): void {
    if ("output" in stored) this.#outputs.set(path, { value: stored.output });
    else {
      const first = this.#outputs.get(stored.outputOf);
      this.#outputs.set(path, { same: first && "same" in first ? first.same : stored.outputOf });
    }
  }

  #takeRun(event: Extract<RunEvent, { type: `run.${string}` }>): void {
    const { view } = this;
    switch (event.type) {
      case "run.queued":
        Object.assign(view, { state: "queued", trigger: event.trigger, input: event.input, queuedAt: event.at });
        break;
      case "run.started":
        Object.assign(view, { state: "running", trigger: event.trigger, startedAt: event.at });
        if (event.input !== undefined) view.input = event.input;
        break;
      case "run.waiting":
        Object.assign(view, { state: "waiting", waitingUntil: event.until });
        break;
      case "run.resumed":
        Object.assign(view, { state: "running", waitingUntil: null });
        break;
      case "run.cancelling":
        view.state = "compensating";
        break;
      case "run.completed":
        view.output = "output" in event ? event.output : outputOf(view, event.outputOf);
        this.#end("completed", event.at);
        break;
      case "run.failed":
        view.error = event.error;
        this.#end("failed", event.at);
        break;
      case "run.cancelled":
        this.#end("cancelled", event.at);
        break;
    }
  }

  /** Whatever had not come to an end does so with the run (E10, E12). */
  #end(state: RunState, at: number): void {
    Object.assign(this.view, { state, finishedAt: at, waitingUntil: null });
    this.#iterations.end(at);
    for (const [path, node] of this.#nodes) {
      const { iterations } = node;
      if (iterations && iterations.running > 0) {
        const counts = { ...iterations, running: 0, cancelled: iterations.cancelled + iterations.running };
        this.#nodes.set(path, { ...node, iterations: counts });
      }
    }
    for (const [path, node] of this.#nodes) {
      if (node.finishedAt === null) {
        this.#nodes.set(path, { ...node, status: "cancelled", finishedAt: at, waiting: null, nextAt: null });
      }
    }
  }
}
