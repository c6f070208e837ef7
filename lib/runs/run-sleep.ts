import { encodeEvent } from "./ports.ts";
import { historyOf, type Replay } from "./replay.ts";
import type { WalkOptions } from "./walk-state.ts";

/** Whether all that is left of a run sleeps, and what the run says of it. */
export class RunSleep {
  /** Keys of what is being executed or asked: step nodes, waits, sub-steps. Of the whole run. */
  readonly pending: Set<string>;
  /** Keys of rounds that are computed in a step, or walked by a function of their own: what these do does not sleep. Of the whole run. */
  readonly atWork: Set<string>;
  /** How many parts of the walk rest between two pieces of work: a run with one of these does not sleep. Of the whole run. */
  readonly #resting: { count: number; listeners: Set<() => void> };
  readonly #options: WalkOptions;
  readonly #replay: Replay;

  /** @param around what a container's round is walked in: it is asked about the run as a whole all the same */
  constructor(options: WalkOptions, replay: Replay, around?: RunSleep) {
    this.#options = options;
    this.#replay = replay;
    this.pending = around?.pending ?? new Set();
    this.atWork = around?.atWork ?? new Set();
    this.#resting = around ? around.#resting : { count: 0, listeners: new Set() };
  }

  /** Waits for something that is neither a step nor a sleep, in the middle of work. */
  async rest<T>(wait: Promise<T>): Promise<T> {
    this.#resting.count += 1;
    try {
      return await wait;
    } finally {
      this.#resting.count -= 1;
      this.stir();
    }
  }

  /** Wakes whoever looks whether all that is left sleeps. */
  stir(): void {
    for (const listener of this.#resting.listeners) listener();
  }

  /** Calls `listener` whenever something has rested or may sleep now; call the result to stop. */
  onRested(listener: () => void): () => void {
    this.#resting.listeners.add(listener);
    return () => void this.#resting.listeners.delete(listener);
  }

  get isResting(): boolean {
    return this.#resting.count > 0;
  }

  /** Earliest time that wakes what is pending (null: only an answer does), once all of it sleeps; else undefined. */
  #sleepsUntil(): number | null | undefined {
    let earliest: number | null = null;
    if (this.pending.size === 0 || this.atWork.size > 0) return undefined;
    for (const path of this.pending) {
      const waiting = historyOf(this.#replay, path).waiting;
      const isDue = waiting?.until !== null && waiting !== null && waiting.until <= this.#options.now();
      if (!waiting || isDue || this.#options.answers.has(path)) return undefined;
      if (waiting.until !== null) earliest = Math.min(earliest ?? waiting.until, waiting.until);
    }
    return earliest;
  }

  /**
   * Where the runtime itself keeps what sleeps (Inngest), the run says that it waits as soon as everything in flight does.
   * A run that is walked here says so when it is parked.
   */
  async fallAsleep(): Promise<void> {
    const { log, now, executions } = this.#options;
    const until = this.#sleepsUntil();
    if (!executions || this.#replay.isWaiting || until === undefined) return log.flush();
    this.#replay.isWaiting = true;
    log.emit({ type: "run.waiting", at: now(), until });
    await log.flush({ patch: { state: "waiting", wakeAt: until } });
  }

  /**
   * The same where no step is being executed: others may have finished after the question was asked. Nothing may be
   * awaited there, and whoever has moved the run on in the meantime knows better.
   */
  noteSleep(): void {
    const { log, now, steps } = this.#options;
    const until = this.#sleepsUntil();
    if (!steps.replaysAll || this.#replay.isWaiting || until === undefined) return;
    this.#replay.isWaiting = true;
    const event = encodeEvent({ type: "run.waiting", at: now(), until });
    log.flushIfUnmoved(event, { state: "waiting", wakeAt: until }).catch(() => {});
  }

  /** The counterpart of `fallAsleep`. */
  async wake(): Promise<void> {
    const { log, now, build, executions } = this.#options;
    if (!executions || !this.#replay.isWaiting) return;
    this.#replay.isWaiting = false;
    log.emit({ type: "run.resumed", at: now(), build });
    await log.flush({ patch: { state: "running", wakeAt: null } });
  }
}
