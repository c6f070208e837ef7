import type { SignalListener } from "./signals.ts";

/** Who in one place listens to what. */
export class SignalHub {
  readonly #topics = new Map<string, Set<SignalListener>>();

  get isEmpty(): boolean {
    return this.#topics.size === 0;
  }

  add(topic: string, listener: SignalListener): () => void {
    const listeners = this.#topics.get(topic) ?? new Set();
    // One of its own, so that the same function may be added twice.
    const entry: SignalListener = (seq) => listener(seq);
    this.#topics.set(topic, listeners.add(entry));
    return () => {
      listeners.delete(entry);
      if (listeners.size === 0 && this.#topics.get(topic) === listeners) this.#topics.delete(topic);
    };
  }

  tell(topic: string, seq: number): void {
    for (const listener of this.#topics.get(topic) ?? []) listener(seq);
  }

  /** Everybody: something may have been missed. */
  tellAll(): void {
    for (const listeners of this.#topics.values()) for (const listener of listeners) listener(null);
  }
}
