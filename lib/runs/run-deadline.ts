import { limits } from "../config/limits.ts";
import type { WalkState } from "./walk-state.ts";

/** Node's timers hold no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Rule E16: time spent at work is limited by `timeoutMs`, all of it by `maxAgeMs`. */
export class RunDeadline {
  /** When the run is too old, ms since the epoch. */
  readonly oldestAt: number;
  readonly #state: WalkState;
  readonly #onReached: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isReached = false;

  constructor(state: WalkState, onReached: () => void) {
    const { run, prepared } = state.options;
    this.oldestAt = run.createdAt + (prepared.graph.settings.maxAgeMs ?? limits.runMaxAgeMs);
    this.#state = state;
    this.#onReached = onReached;
  }

  get isReached(): boolean {
    return this.#isReached;
  }

  /**
   * From now on the run is at work. When it is reached, the clock has passed it: what is journalled from then on tells the
   * next entry of the walk the same.
   */
  start(): void {
    const { options, replay } = this.#state;
    const { timeoutMs } = options.prepared.graph.settings;
    const now = options.now();
    this.#arm(Math.min(this.oldestAt, now + (timeoutMs ?? limits.runTimeoutMs) - replay.activeMs));
  }

  #arm(at: number): void {
    const left = at - this.#state.options.now();
    if (left > 0) this.#timer = setTimeout(() => this.#arm(at), Math.min(left, LONGEST_TIMER_MS)).unref();
    else {
      this.#isReached = true;
      this.#onReached();
    }
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
