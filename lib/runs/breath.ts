/** Milliseconds of work after which others have their turn, on every runtime. */
export const YIELD_AFTER_MS = 5;

/** Lets others have their turn: a walk works on for so long only. */
export class Breath {
  readonly #afterMs: number | null;
  #since = performance.now();

  /** @param afterMs null: nothing may be awaited here, as between two steps of a runtime that remembers them itself (Inngest) */
  constructor(afterMs: number | null) {
    this.#afterMs = afterMs;
  }

  /** Something to wait for, when it is time to. */
  due(): Promise<void> | undefined {
    if (this.#afterMs === null || performance.now() - this.#since < this.#afterMs) return undefined;
    return new Promise((resolve) => setImmediate(resolve)).then(() => this.begin());
  }

  begin(): void {
    this.#since = performance.now();
  }
}
