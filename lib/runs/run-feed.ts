import type { JournalEntry } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import type { TextDelta } from "../engine/node-progress.ts";
import type { RunChange } from "./ports.ts";
import { RunProgress } from "./run-progress.ts";

interface RunListener {
  entries(entries: JournalEntry[]): void;
  delta(path: string, delta: Json): void;
}

/** Who on this process wants to hear of which run; fed after each commit. */
export class RunFeed {
  readonly #runs = new Map<string, Set<RunListener>>();
  readonly #workspaces = new Map<string, Set<(change: RunChange) => void>>();
  readonly #progress = new RunProgress((runId, path, delta) => {
    for (const listener of this.#runs.get(runId) ?? []) listener.delta(path, delta);
    this.onWrote?.(runId);
  });
  /** Told when a node has written, whether anybody here listens or not. */
  onWrote: ((runId: string) => void) | undefined;

  subscribe(runId: string, listener: RunListener): () => void {
    // Once for all who listen: a newcomer gets all of it, and then what comes.
    this.#progress.flush(runId);
    for (const [path, delta] of this.#progress.of(runId)) listener.delta(path, delta);
    return add(this.#runs, runId, listener);
  }

  subscribeWorkspace(workspaceId: string, listener: (change: RunChange) => void): () => void {
    return add(this.#workspaces, workspaceId, listener);
  }

  hasListeners(runId: string): boolean {
    return this.#runs.has(runId);
  }

  /** What the nodes under way have written so far. */
  progressOf(runId: string): Iterable<[path: string, delta: TextDelta]> {
    return this.#progress.of(runId);
  }

  committed(runId: string, entries: JournalEntry[]): void {
    this.#progress.flush(runId);
    for (const listener of this.#runs.get(runId) ?? []) listener.entries(entries);
    for (const { event } of entries) this.#progress.passed(runId, event);
  }

  delta(runId: string, path: string, delta: Json): void {
    this.#progress.take(runId, path, delta);
  }

  changed(workspaceId: string, change: RunChange): void {
    for (const listener of this.#workspaces.get(workspaceId) ?? []) listener(change);
  }
}

function add<T>(map: Map<string, Set<T>>, key: string, listener: T): () => void {
  const listeners = map.get(key) ?? new Set<T>();
  map.set(key, listeners.add(listener));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && map.get(key) === listeners) map.delete(key);
  };
}
