/** What the lowest of the `count` largest numbers seen is: a heap with it on top. */
export class LowestOfBest {
  readonly #count: number;
  readonly #heap: number[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  /** Less than everything while fewer have been seen. */
  get lowest(): number {
    return this.#heap.length < this.#count ? Number.NEGATIVE_INFINITY : (this.#heap[0] as number);
  }

  offer(value: number): void {
    if (this.#heap.length < this.#count) this.#rise(value);
    else if (value > (this.#heap[0] as number)) this.#sink(value);
  }

  #rise(value: number): void {
    const heap = this.#heap;
    let at = heap.push(value) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if ((heap[above] as number) <= value) break;
      heap[at] = heap[above] as number;
      at = above;
    }
    heap[at] = value;
  }

  #sink(value: number): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && (heap[below + 1] as number) < (heap[below] as number)) below += 1;
      if ((heap[below] as number) >= value) break;
      heap[at] = heap[below] as number;
      at = below;
    }
    heap[at] = value;
  }
}
