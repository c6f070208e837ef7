import type { Fact, JournalEntry, RunError, RunEvent, RunState, TriggerType, WaitKind } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import type { ModelSums } from "../engine/model-events.ts";

/** A run as its row is first written. Times are milliseconds since the epoch. */
export interface NewRun {
  id: string;
  workspaceId: string;
  workflowId: string;
  versionId: string;
  triggerNodeId: string;
  triggerType: TriggerType;
  mode: "live" | "draft" | "test";
  state: RunState;
  owner: string | null;
  epoch: number;
  priority: number;
  concurrencyKey: string | null;
  concurrencyLimit: number | null;
  parentRunId: string | null;
  build: string;
  createdAt: number;
  idempotency: { scope: string; key: string; hash: string } | null;
}

/** Columns of the run's row that change together with its journal. Absent ones stay. */
export interface RunPatch {
  state?: RunState;
  startedAt?: number;
  finishedAt?: number;
  wakeAt?: number | null;
  error?: RunError;
  /** Added to the counters. */
  nodesSettled?: number;
  handledFailures?: number;
  /** What calls of models came to, added likewise, and to the sums of the day. Never with `create`: nothing is called before. */
  models?: ModelSums;
}

/** A wait row to store, or to drop, in the same commit. */
export type WaitChange =
  | { op: "put"; path: string; kind: WaitKind; deadline: number | null }
  | { op: "drop"; path: string };

/** An event with its JSON text: made once, measured by the walk, written as it is by the adapter. */
export interface EncodedEvent {
  event: RunEvent;
  text: string;
}

export function encodeEvent(event: RunEvent): EncodedEvent {
  return { event, text: JSON.stringify(event) };
}

/**
 * One write to one run's journal, atomic. With `stepKey` it is written once, ever, and the events are one step's result;
 * with `expectedSeq` it goes through only while the journal's last number is that.
 */
export interface Append {
  runId: string;
  workspaceId: string;
  workflowId: string;
  /** Who writes; null for one who writes from outside the walk (cancelling), fenced by the run's state alone. */
  lease: { owner: string; epoch: number } | null;
  /** Set with the very first write: the run's row is inserted in the same commit. */
  create?: NewRun;
  stepKey?: string;
  expectedSeq?: number;
  events: readonly EncodedEvent[];
  patch?: RunPatch;
  waits?: readonly WaitChange[];
  /** Written to the outbox in the same commit. */
  outbox?: { kind: "run.requested" | "run.cancel" | "run.answered"; payload: Json };
}

export type AppendResult =
  /** `seq`: number of the first event written. */
  | { status: "inserted"; seq: number }
  /** The step's result was there already: it wins over the local one. */
  | { status: "existing"; entries: JournalEntry[] }
  /**
   * The journal moved on: read the tail after `expectedSeq`, drop what is there, append the rest. `seq` is the last
   * number given out; entries need not exist up to it, as numbers may have gaps.
   */
  | { status: "conflict"; seq: number }
  /** Another owner or epoch, or the run has ended: stop walking, nothing was written. */
  | { status: "lost"; state: RunState | null }
  /** `create` lost against an earlier run with the same idempotency key; nothing was written. */
  | { status: "duplicate"; runId: string; hash: string };

export interface Journal {
  append(append: Append): Promise<AppendResult>;
  /** All entries with `seq > after`, in order. */
  read(runId: string, after?: number): Promise<JournalEntry[]>;
}

/** A fact with its place in the journal. */
export interface SettledFact extends Fact {
  seq: number;
}

/** What one execution of a step's body came to: its fact, or when to try again, or that a person has to say. */
export type StepOutcome = { fact: SettledFact } | Retry | Question;

/** Try again at a time, ms since the epoch. `fresh`: only after the journal has been read anew. */
export interface Retry {
  retryAt: number;
  fresh?: boolean;
}

/** A person has to say. `path`: what is asked about, where that is not the step itself. */
export interface Question {
  ask: true;
  path?: string | undefined;
}

/**
 * How a walk gets effects done. Every effect that is reached is asked for, journalled or not. A promise that never
 * settles means that the walk is not to go on here (the run sleeps, or another process has it).
 */
export interface StepRunner {
  /** Runs `body` until it gives a fact, waiting in between as it says. The body journals the result itself. */
  run(key: string, label: string, body: () => Promise<StepOutcome>): Promise<SettledFact>;
  /** Resolves when `until` (ms since the epoch) has come. */
  sleepUntil(key: string, until: number): Promise<void>;
  /**
   * Set when nothing is being executed here and everything reached sleeps or waits: `until` is the earliest time that
   * wakes one of them, null when only an answer can. The walk then ends as parked.
   */
  parked?(): { until: number | null } | null;
  /** Called whenever `parked` may have changed. */
  onChange?(listener: () => void): void;
  /**
   * Has rounds of a container walked by a function of its own, where one can have only so many steps (Inngest). Resolves when
   * they are journalled.
   * @throws Error when that was given up
   */
  invoke?(key: string, label: string, part: { container: string; from: number; to: number }): Promise<void>;
  /**
   * True where the runtime remembers steps itself (Inngest): it wants to be asked again for steps whose result is known,
   * nothing but steps may be awaited in between, and nothing may be written outside of them.
   */
  readonly replaysAll: boolean;
  /** True where nothing is asked for, since somebody else walks there. */
  readonly isElsewhere?: boolean;
}

/** Executes effects within one step of a runtime that remembers steps itself, as if there were no steps. */
export interface StepsInside extends StepRunner {
  /** `asks`: path of a question that nothing but an answer wakes. */
  parked(): { until: number | null; asks?: string | undefined } | null;
  onChange(listener: () => void): void;
  close(): void;
}

/** A stored question and, once there is one, its answer. */
export interface Wait {
  path: string;
  kind: WaitKind;
  deadline: number | null;
  /** `undefined` until answered. */
  answer: Json | undefined;
}

/** What every adapter of the journal can say beside it: the rows that admission, wake-ups and take-over go by. */
export interface RunStore extends Journal {
  run(runId: string): Promise<StoredRun | null>;
  waits(runId: string): Promise<Wait[]>;
  /** Stores the first answer of an open wait; false when there is none open. */
  answer(runId: string, path: string, answer: Json, by: string | null): Promise<boolean>;
  /** Starts queued runs, at most `room`, by the rules of lib/runs/admit.ts, and makes `owner` their owner. */
  admit(request: { owner: string; room: number; now: number }): Promise<StoredRun[]>;
  /**
   * Makes `owner` the owner, with `epoch + 1`, of runs that may go on and that nobody walks: woken ones, given up ones,
   * and those whose owner is no living process. At most `limit`.
   */
  claim(request: { owner: string; limit: number; now: number }): Promise<StoredRun[]>;
  /** The same for one run: one that waits, or one whose walk broke off in this very process. Null when it may not. */
  claimOne(runId: string, owner: string): Promise<StoredRun | null>;
  /** Which of these runs `owner` walks no more: they have ended, or another has taken them over. */
  lostAmong(runIds: readonly string[], owner: string): Promise<string[]>;
  /** Runs waiting for admission in the workspace. */
  queued(workspaceId: string): Promise<number>;
  /** Gives up runs this owner walks, so that any other may claim them at once. */
  release(owner: string): Promise<void>;
}

export interface StoredRun extends RunSummary {
  owner: string | null;
  epoch: number;
  priority: number;
  concurrencyKey: string | null;
  concurrencyLimit: number | null;
  wakeAt: number | null;
  idempotencyHash: string | null;
}

/** What a door asks for when something fires. */
export interface StartRun {
  workspaceId: string;
  workflowId: string;
  versionId: string;
  triggerNodeId: string;
  triggerType: TriggerType;
  mode: "live" | "draft" | "test";
  /** Output of the trigger and root `trigger`. */
  input: Json;
  idempotency?: { scope: string; key: string; hash: string };
  parentRunId?: string;
  /** Time the run counts from, ms since the epoch; the journal's first `at`. */
  now?: number;
}

/** What went back, or is to go back, to the caller (rule E15). */
export type RunAnswer =
  | { kind: "respond"; status: number; headers: Record<string, string>; body: Json }
  | { kind: "output"; output: Json }
  | { kind: "failed"; error: RunError }
  | { kind: "cancelled" };

export type StartOutcome =
  | {
      status: "started";
      runId: string;
      /** Resolves once the run's row is committed: only then may the door acknowledge. Rejects when it could not be. */
      accepted: Promise<void>;
      /** First answer, after its commit. Never rejects; stays open for as long as the run does. */
      answer: Promise<RunAnswer>;
    }
  /** An earlier run has this idempotency key. `sameRequest` is false when its request hash differs. */
  | { status: "duplicate"; runId: string; sameRequest: boolean };

export interface RunSummary {
  id: string;
  workspaceId: string;
  workflowId: string;
  versionId: string;
  triggerNodeId: string;
  triggerType: TriggerType;
  mode: "live" | "draft" | "test";
  state: RunState;
  seq: number;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  error: RunError | null;
  nodesSettled: number;
  handledFailures: number;
}

/** A run of a workspace that has another state than before. */
export interface RunChange {
  runId: string;
  workflowId: string;
  state: RunState;
}

/** The one door to runs for routes, triggers and tests; made by `createHost`. */
export interface RunService {
  /**
   * Starts a run. With an idempotency key the outcome is known only after the commit, so the promise resolves then.
   * @throws AppError `queue_full` (429), `version_not_runnable` (409), `not_found` (404)
   */
  start(request: StartRun): Promise<StartOutcome>;
  /** Answer of any run by its journal, waiting for it (signal and 1 s poll) up to `timeoutMs`; null when it takes longer. */
  answer(runId: string, timeoutMs: number): Promise<RunAnswer | null>;
  /** @throws AppError `not_found` (404), `run_ended` (409) */
  cancel(workspaceId: string, runId: string, by: string | null, reason?: string): Promise<RunState>;
  /**
   * Answers a node that waits because its execution was lost in a crash.
   * @throws AppError `not_found` (404), `not_waiting` (409)
   */
  resolve(
    workspaceId: string,
    runId: string,
    path: string,
    decision: { action: "retry" } | { action: "fail" } | { action: "complete"; output: Json },
    by: string | null,
  ): Promise<void>;
  journal(workspaceId: string, runId: string, after?: number): Promise<{ run: RunSummary; entries: JournalEntry[] }>;
  /**
   * Journal entries as they are committed, in order, each once, starting after `after`; then `end` once the run's
   * terminal event was given. Entries come in batches. Call the result to stop.
   */
  watch(
    runId: string,
    after: number,
    listener: { entries(entries: JournalEntry[]): void; delta?(path: string, delta: Json): void; end(): void },
  ): () => void;
  /**
   * Told when a run of the workspace has changed its state, after the commit; for lists, which read again. Changes made by
   * other processes arrive a little later; one that a signal was lost for is left out. Call the result to stop.
   */
  watchWorkspace(workspaceId: string, listener: (change: RunChange) => void): () => void;
}
