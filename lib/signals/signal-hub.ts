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
    const entry: SignalListener = (seq, about) => listener(seq, about);
    this.#topics.set(topic, listeners.add(entry));
    return () => {
      listeners.delete(entry);
      if (listeners.size === 0 && this.#topics.get(topic) === listeners) this.#topics.delete(topic);
    };
  }

  tell(topic: string, seq: number): void {
    for (const listener of this.#topics.get(topic) ?? []) listener(seq, topic);
    const above = `${topic.slice(0, topic.lastIndexOf(":") + 1)}*`;
    for (const listener of this.#topics.get(above) ?? []) listener(seq, topic);
  }

  /** Everybody: something may have been missed. */
  tellAll(): void {
    for (const [topic, listeners] of this.#topics) for (const listener of listeners) listener(null, topic);
  }
}
