import type { Fact, JournalEntry, RunError } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";

/** A settled node run as the journal has it. */
export interface StoredFact extends Fact {
  seq: number;
  at: number;
  output: Json | undefined;
  /** Set when the failure ends the run (E10). */
  error: RunError | undefined;
}

/** What the journal says of a node run that has no fact yet. */
export interface NodeHistory {
  /** Tries started. */
  started: number;
  /** When the latest try started, ms since the epoch, and in which process, where runtimes share a lease. */
  startedAt: number;
  startedBy: string | null;
  /** Tries whose end was journalled. */
  ended: number;
  /** When the next try is due, ms since the epoch. */
  retryAt: number | null;
  lastError: RunError | null;
  /** The wait it asked for. */
  waiting: { kind: "time" | "uncertain"; at: number; until: number | null } | null;
}

/** What one round of a container came to. */
export interface IterationRecord {
  /** When it came to it, ms since the epoch. */
  at: number;
  status: "completed" | "failed" | "cancelled";
  output: Json;
  error: RunError | undefined;
  /** What a `while` goes on with. */
  state: Json | undefined;
  /** True when a `control.break` ended the container. */
  broke: boolean;
}

/** The same as the journal has it. */
export interface StoredIteration extends IterationRecord {
  seq: number;
}

/** A run's journal, read for a walk that enters it. */
export interface Replay {
  lastSeq: number;
  events: number;
  input: { trigger: string; input: Json; at: number } | null;
  started: boolean;
  /** True when the last thing said of the run was that it waits. */
  isWaiting: boolean;
  /** Code that walked last. */
  build: string | null;
  /** Facts by path, in the order of the journal. */
  facts: Map<string, StoredFact>;
  histories: Map<string, NodeHistory>;
  /** Decisions of early joins: edge ids by path. */
  joins: Map<string, string[]>;
  /** Rounds of containers that have come to their end, by path (`loop[3]`). */
  iterations: Map<string, StoredIteration>;
  /** Results of sub-steps by key. */
  steps: Map<string, Json>;
  /** What sub-steps failed with for good, by key. */
  stepErrors: Map<string, RunError>;
  /** Milliseconds spent outside of waits up to the last entry. */
  activeMs: number;
  /** True when a terminal event is there: nothing is left to walk. */
  ended: boolean;
}

export function newHistory(): NodeHistory {
  return { started: 0, startedAt: 0, startedBy: null, ended: 0, retryAt: null, lastError: null, waiting: null };
}

export function replay(entries: readonly JournalEntry[]): Replay {
  const state: Replay = {
    lastSeq: 0,
    events: entries.length,
    input: null,
    started: false,
    isWaiting: false,
    build: null,
    facts: new Map(),
    histories: new Map(),
    joins: new Map(),
    iterations: new Map(),
    steps: new Map(),
    stepErrors: new Map(),
    activeMs: 0,
    ended: false,
  };
  let activeSince: number | null = null;
  let lastAt = 0;
  for (const { seq, event } of entries) {
    state.lastSeq = seq;
    const before = lastAt;
    lastAt = Math.max(lastAt, event.at);
    switch (event.type) {
      case "run.queued":
        state.input = { trigger: event.trigger, input: event.input, at: event.at };
        break;
      case "run.started":
        state.input ??= { trigger: event.trigger, input: event.input ?? null, at: event.at };
        state.input.at = event.at;
        state.started = true;
        state.build = event.build;
        activeSince = event.at;
        break;
      case "run.waiting":
        state.isWaiting = true;
        if (activeSince !== null) state.activeMs += event.at - activeSince;
        activeSince = null;
        break;
      case "run.resumed":
        state.isWaiting = false;
        state.build = event.build;
        // A run that did not wait was walked by a process that is gone: what lies in between was no work.
        if (activeSince !== null) state.activeMs += before - activeSince;
        activeSince = event.at;
        break;
      case "run.completed":
      case "run.failed":
      case "run.cancelled":
        state.ended = true;
        break;
      default:
        applyNodeEvent(state, seq, event);
    }
  }
  if (activeSince !== null) state.activeMs += lastAt - activeSince;
  return state;
}

function applyNodeEvent(state: Replay, seq: number, event: JournalEntry["event"]): void {
  switch (event.type) {
    case "node.completed": {
      const output = "outputOf" in event ? state.facts.get(event.outputOf)?.output : event.output;
      state.facts.set(event.path, {
        status: "completed",
        ports: event.ports,
        seq,
        at: event.at,
        output,
        error: undefined,
      });
      break;
    }
    case "node.failed":
      state.facts.set(event.path, {
        status: "failed",
        ports: event.ports,
        seq,
        at: event.at,
        output: event.output,
        error: event.handled ? undefined : event.error,
      });
      break;
    case "node.skipped":
    case "node.cancelled":
      state.facts.set(event.path, {
        status: event.type === "node.skipped" ? "skipped" : "cancelled",
        ports: [],
        seq,
        at: event.at,
        output: undefined,
        error: undefined,
      });
      break;
    case "node.started": {
      const history = historyOf(state, event.path);
      history.started = Math.max(history.started, event.attempt);
      history.startedAt = event.at;
      history.startedBy = event.by ?? null;
      history.retryAt = null;
      history.waiting = null;
      break;
    }
    case "node.retrying": {
      const history = historyOf(state, event.path);
      history.ended += 1;
      history.retryAt = event.nextAt;
      history.lastError = event.error;
      break;
    }
    case "node.waiting":
      historyOf(state, event.path).waiting = { kind: event.kind, at: event.at, until: event.until };
      break;
    case "iteration.completed":
      state.iterations.set(event.path, {
        seq,
        at: event.at,
        status: event.status,
        output: "output" in event ? event.output : (outputIn(state, event, event.outputOf) ?? null),
        error: event.error,
        state: event.state,
        broke: event.broke === true,
      });
      break;
    case "join.decided":
      state.joins.set(event.path, event.edges);
      break;
    case "step.completed":
      state.steps.set(event.path, event.output);
      break;
    case "step.failed":
      state.stepErrors.set(event.path, event.error);
      break;
  }
}

/** An output named by its path, inside of the iteration or in the journal before it. */
function outputIn(
  state: Replay,
  event: Extract<JournalEntry["event"], { type: "iteration.completed" }>,
  wanted: string,
): Json | undefined {
  const { path, nodes } = event;
  const node = nodes.find(({ key }) => `${path}/${key}` === wanted);
  if (node?.outputOf !== undefined) return outputIn(state, event, node.outputOf);
  return node ? node.output : state.facts.get(wanted)?.output;
}

/** Paths of facts by what stands before their last key: `loop[3]/`, or nothing. In the order of the journal. */
export function factsByPrefix({ facts }: Replay): Map<string, string[]> {
  return Map.groupBy(facts.keys(), (path) => path.slice(0, path.lastIndexOf("/") + 1));
}

export function historyOf(state: Pick<Replay, "histories">, path: string): NodeHistory {
  let history = state.histories.get(path);
  if (!history) {
    history = newHistory();
    state.histories.set(path, history);
  }
  return history;
}
