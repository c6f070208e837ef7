import type { LineListener, SignalLine } from "../signals.ts";

/** A line within one process: for a database that lets only one in, and for tests. */
export function memoryLine(): SignalLine {
  const listeners = new Set<LineListener>();
  return {
    async send(signals) {
      for (const listener of listeners) for (const signal of signals) listener.signal(signal);
      return listeners.size > 0;
    },
    listen(listener) {
      listeners.add(listener);
      queueMicrotask(() => listeners.has(listener) && listener.opened());
      return {
        problem: () => null,
        async hangUp() {
          listeners.delete(listener);
        },
      };
    },
  };
}
