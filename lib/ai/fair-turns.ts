/** Pieces that are read before others get their turn. With twice as many, 200 streams kept others waiting twice as long (`npm run bench -- ai`). */
const PIECES = 4;

/**
 * Makes room between pieces that come all at once. What one of them leads to is done before anything else is, so that hundreds of
 * models writing at the same moment would keep the loop from everybody for as long as all of them take together.
 */
export class FairTurns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn, in the order of asking: in the next turn of the event loop, or a later one. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.push(resolve) === 1) setImmediate(() => this.#letIn());
    });
  }

  #letIn(): void {
    const some = this.#waiting.splice(0, PIECES);
    if (this.#waiting.length > 0) setImmediate(() => this.#letIn());
    for (const resolve of some) resolve();
  }
}
