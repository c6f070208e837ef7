import type { IterationRecord } from "./replay.ts";

/**
 * When the rounds of a container begin, ms since the epoch. The first ones, as many as go on at a time, begin with the container;
 * each of the others when one before it has come to its end. It follows from the journal alone, so that a round that is entered
 * again finds the time it had.
 */
export class RoundTimes {
  readonly #first: number;
  readonly #concurrency: number;
  /** Ends of rounds, earliest first. */
  readonly #ends: number[] = [];

  /** @param first when the container begins */
  constructor(first: number, concurrency: number) {
    this.#first = first;
    this.#concurrency = concurrency;
  }

  /** Takes the ends that the journal has of the container at `path`. */
  recall(path: string, iterations: ReadonlyMap<string, IterationRecord>): void {
    if (iterations.size === 0) return;
    for (let index = 0, open = 0; open < this.#concurrency; index++) {
      const stored = iterations.get(`${path}[${index}]`);
      if (stored) this.#ends.push(stored.at);
      else open += 1;
    }
    this.#ends.sort((a, b) => a - b);
  }

  ended(at: number): void {
    this.#ends.push(at);
  }

  begin(index: number): number {
    return Math.max(this.#first, this.#ends[index - this.#concurrency] ?? this.#first);
  }
}
