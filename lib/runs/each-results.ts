import type { RunError } from "../engine/events.ts";
import type { ContainerRule } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { IterationRecord } from "./replay.ts";

/** What the rounds of a `for-each` have come to, in whatever order they end (E13). */
export class EachResults {
  /** True when no further round begins. */
  isOver = false;
  /** Error of the round that ended it. */
  failure: RunError | undefined;
  readonly #items: readonly Json[];
  readonly #onItemError: ContainerRule["onItemError"];
  readonly #results: Json[];
  readonly #taken: Uint8Array;
  /** Rounds that completed or failed. */
  #ended = 0;
  readonly #errors: { index: number; item: Json; error: RunError }[] = [];

  constructor(items: readonly Json[], { onItemError }: Pick<ContainerRule, "onItemError">) {
    this.#items = items;
    this.#onItemError = onItemError;
    this.#results = new Array<Json>(items.length).fill(null);
    this.#taken = new Uint8Array(items.length);
    this.endIfDone();
  }

  has(index: number): boolean {
    return this.#taken[index] === 1;
  }

  /** @returns whether the rounds beside it are to be stopped */
  take(index: number, end: IterationRecord): boolean {
    if (this.#taken[index] === 1) return false;
    this.#taken[index] = 1;
    if (end.status !== "cancelled") this.#ended += 1;
    if (end.status === "completed") this.#results[index] = end.output;
    if (end.broke) this.isOver = true;
    if (end.status !== "failed" || !end.error) return false;
    const { error } = end;
    if (this.#onItemError === "collect") this.#errors.push({ index, item: this.#items[index] as Json, error });
    if (this.#onItemError !== "stop") return false;
    this.failure ??= error;
    this.isOver = true;
    return true;
  }

  /** It is over once each of its rounds has come to its end, and not only been stopped. */
  endIfDone(): void {
    if (this.#ended === this.#items.length) this.isOver = true;
  }

  output(): Json {
    const errors = this.#errors.sort((a, b) => a.index - b.index) as unknown as Json[];
    return { results: this.#results, errors };
  }
}
