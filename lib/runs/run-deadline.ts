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

  /** From now on the run is at work. */
  start(): void {
    const { options, replay } = this.#state;
    const { timeoutMs } = options.prepared.graph.settings;
    const left = Math.min(this.oldestAt - options.now(), (timeoutMs ?? limits.runTimeoutMs) - replay.activeMs);
    const reach = () => {
      this.#isReached = true;
      this.#onReached();
    };
    if (left <= 0) reach();
    else this.#timer = setTimeout(reach, Math.min(left, LONGEST_TIMER_MS)).unref();
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
