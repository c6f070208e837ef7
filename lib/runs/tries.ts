import { limits } from "../config/limits.ts";
import type { GraphNode, Repeat } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { StepContext } from "../nodes/step-context.ts";
import { executeStep } from "./execute-step.ts";
import type { Timing } from "./node-entries.ts";
import { lostError, nextTry } from "./node-errors.ts";
import type { StepOutcome } from "./ports.ts";
import { historyOf, type NodeHistory } from "./replay.ts";
import { stepModelUser } from "./step-model-user.ts";
import type { WalkState } from "./walk-state.ts";

/** The decision of a person about an execution that was lost (stored as the answer of an `uncertain` wait). */
export type Resolution = { action: "retry" } | { action: "fail" } | { action: "complete"; output: Json };

/** Executions that were lost with their process this often are given up. */
const MOST_LOSSES = 3;

/** Something executed under a key until it has one result: a step node, or a sub-step of a node. */
export interface Attempted<T> {
  node: GraphNode;
  /** Key of the result in the journal. */
  path: string;
  repeat: Repeat;
  /** Begins only once the journal says so, also where it may be repeated. */
  noted?: boolean | undefined;
  /** Milliseconds for one try, where that is less than the node's time-out. */
  timeoutMs?: number | undefined;
  /** Aborts when the result is not wanted any more. */
  signal: AbortSignal;
  work(ctx: StepContext): Promise<T>;
  succeeded(value: T, timing: Timing): Promise<StepOutcome>;
  /** The last try failed. */
  failed(error: unknown, timing: Timing): Promise<StepOutcome>;
  /** It was told to stop, and did. */
  cancelled(timing: Timing): Promise<StepOutcome>;
  /** A person said what it came to. */
  completed(output: Json, timing: Timing): Promise<StepOutcome>;
}

/** One try, by the rules E11 and "What a crash leaves". */
export async function tryOnce<T>(state: WalkState, attempted: Attempted<T>): Promise<StepOutcome> {
  const { path } = attempted;
  const { log, now } = state.options;
  const history = historyOf(state.replay, path);
  const before = await beforeTry(state, attempted, history);
  if (before) return before;
  // Nothing new begins once it is not wanted any more, and be it one more try.
  state.checkWalked();
  if (attempted.signal.aborted) return attempted.cancelled({ at: now(), ms: 0, attempt: history.started });
  const attempt = history.started + 1;
  const timeoutMs = timeoutOf(attempted);
  const { executions } = state.options;
  const by = executions && { by: executions.by };
  const isNoted = attempted.repeat === "unsafe" || attempted.noted === true;
  const begun = await log.started({ type: "node.started", at: now(), path, attempt, ...by }, isNoted);
  // Another delivery executes it under the same lease: look again once it must have come to an end.
  if (begun !== "go") return lookAgain(begun.startedAt, timeoutMs, now());
  const lost = history.started - history.ended;
  history.started = attempt;
  const finished = executions?.begin(executionKey(state, path, attempt));
  try {
    return await execute(state, attempted, history, { attempt, lost });
  } finally {
    finished?.();
  }
}

async function execute<T>(
  state: WalkState,
  attempted: Attempted<T>,
  history: NodeHistory,
  { attempt, lost }: { attempt: number; lost: number },
): Promise<StepOutcome> {
  const { node, path } = attempted;
  const { now } = state.options;
  const clock = performance.now();
  const timing = (): Timing => ({ at: now(), ms: since(clock), attempt });
  let value: T;
  try {
    value = await executeStep(
      {
        runId: state.options.run.id,
        workspaceId: state.options.run.workspaceId,
        conversation: {
          // The roots are what the walk was given: `id` is a text.
          workflowId: String(state.options.roots.workflow.id),
          nodeId: node.id,
          nodePath: state.path(node),
        },
        path,
        attempt,
        lost,
        timeoutMs: timeoutOf(attempted),
        now: state.nowOf(node),
        signal: attempted.signal,
        outside: state.options.outside,
        modelUser: stepModelUser(state, node, path, attempt),
        log: state.logger(state.path(node)),
      },
      attempted.work,
    );
  } catch (error) {
    return afterFailure(state, attempted, history, error, timing());
  }
  return attempted.succeeded(value, timing());
}

/** Lost tries, answers of people, tries that are not due yet. Undefined: execute. */
async function beforeTry(
  state: WalkState,
  attempted: Attempted<unknown>,
  history: NodeHistory,
): Promise<StepOutcome | undefined> {
  const { node, path, repeat } = attempted;
  const at = state.options.now();
  const losses = history.started - history.ended;
  if (losses > 0) {
    if (await isElsewhere(state, path, history)) return lookAgain(history.startedAt, timeoutOf(attempted), at);
    const timing = { at, ms: 0, attempt: history.started };
    // `resolve` (run-service.ts) is the only one to answer a try that is uncertain.
    const answer = state.options.answers.get(path) as Resolution | undefined;
    if (answer) await state.sleep.wake();
    if (answer?.action === "complete") return attempted.completed(answer.output, timing);
    const mayRepeat = repeat !== "unsafe" || node.policy.onUncertain === "retry" || answer?.action === "retry";
    const isRefused = !mayRepeat && node.policy.onUncertain === "fail";
    if (answer?.action === "fail" || losses >= MOST_LOSSES || isRefused)
      return attempted.failed(lostError(node, losses), timing);
    if (!mayRepeat) return ask(state, attempted, history, losses);
    if (answer) forgetAnswer(state, path, history);
  }
  return history.retryAt !== null && history.retryAt > at ? { retryAt: history.retryAt } : undefined;
}

/** Waits before looking again, so that a few looks are enough for any time-out. */
const FIRST_LOOK_MS = 1_500;

/** Another delivery executes it under the same lease: look for its end after as long again as it has taken so far. */
function lookAgain(startedAt: number, timeoutMs: number, now: number): StepOutcome {
  const wait = Math.min(now - startedAt, startedAt + timeoutMs - now);
  return { retryAt: now + Math.max(FIRST_LOOK_MS, wait) };
}

/** Is it being executed by another delivery, or was until just now? */
async function isElsewhere(state: WalkState, path: string, history: NodeHistory): Promise<boolean> {
  const { executions } = state.options;
  if (!executions || history.startedBy === null) return false;
  if (await executions.isUnderWay(history.startedBy, executionKey(state, path, history.started))) return true;
  // It may have come to its end since this entry read the journal: in this order nothing falls between the two.
  return state.options.log.hasMovedOn(path, state.replay.lastSeq);
}

function executionKey(state: WalkState, path: string, attempt: number): string {
  return `${state.options.run.id}/${path}/${attempt}`;
}

function timeoutOf({ node, timeoutMs }: Pick<Attempted<unknown>, "node" | "timeoutMs">): number {
  return Math.min(timeoutMs ?? Number.POSITIVE_INFINITY, node.policy.timeoutMs ?? limits.nodeTimeoutMs);
}

async function ask(
  state: WalkState,
  { node, path }: Attempted<unknown>,
  history: NodeHistory,
  losses: number,
): Promise<StepOutcome> {
  const { log, now } = state.options;
  if (history.waiting?.kind !== "uncertain") {
    const at = now();
    history.waiting = { kind: "uncertain", at, until: null };
    const error = state.runError(lostError(node, losses), node);
    log.emit({ type: "node.waiting", at, path, kind: "uncertain", until: null, error });
    log.wait({ op: "put", path, kind: "uncertain", deadline: null });
    await state.sleep.fallAsleep();
  }
  return { ask: true };
}

/** "Retry" holds for one execution: should that be lost too, the question is asked again. */
function forgetAnswer(state: WalkState, path: string, history: NodeHistory): void {
  state.options.answers.delete(path);
  state.options.log.wait({ op: "drop", path });
  history.waiting = null;
}

async function afterFailure(
  state: WalkState,
  attempted: Attempted<unknown>,
  history: NodeHistory,
  error: unknown,
  timing: Timing,
): Promise<StepOutcome> {
  const { node, path, signal } = attempted;
  state.checkWalked();
  const seen = state.runError(error, node);
  if (signal.aborted) return attempted.cancelled(timing);
  // The node's tries are for what may be repeated; a sub-step that may not is not.
  const isTriedAgain = attempted.repeat !== "unsafe" || node.repeat === "unsafe";
  const nextAt = isTriedAgain ? nextTry(error, node, timing.attempt, timing.at, Math.random()) : null;
  if (nextAt === null) return attempted.failed(error, timing);
  history.ended += 1;
  history.retryAt = nextAt;
  state.options.log.emit({ type: "node.retrying", at: timing.at, path, attempt: timing.attempt, error: seen, nextAt });
  await state.options.log.flush();
  return { retryAt: nextAt };
}

export function since(clock: number): number {
  return Math.round((performance.now() - clock) * 100) / 100;
}
