import type { JournalEntry } from "../engine/events.ts";
import type { Signals } from "../signals/signals.ts";
import type { RunFeed } from "./run-feed.ts";

/** What one node has written by the time of entry `seq` of its run's journal. */
export interface ProgressRow {
  runId: string;
  path: string;
  seq: number;
  text: string;
}

/** Where processes leave for each other what nodes write. Adapters are `adapters/<technology>/`. */
export interface ProgressStore {
  /** Which of these runs somebody watches on another process. */
  watchedAmong(runIds: readonly string[]): Promise<string[]>;
  put(rows: readonly ProgressRow[]): Promise<void>;
  drop(places: readonly Pick<ProgressRow, "runId" | "path">[]): Promise<void>;
  read(runId: string): Promise<ProgressRow[]>;
}

/** Told of when there is more to read of what a run's nodes write. */
export function progressTopic(runId: string): string {
  return `progress:${runId}`;
}

/** A pass over what has been written since the last one; longer texts are passed on less often. */
const EVERY_MS = 120;
const CHARACTERS_PER_MS = 200;
/** Whether a run is watched is asked again after this time. */
const ASK_AGAIN_MS = 1_000;
const MOST_RUNS = 1_000;

/**
 * Passes on what the nodes of this process's runs write to those who watch on others. Costs one small question a second
 * while a model writes and nobody else watches.
 */
export class ProgressSharing {
  readonly #store: ProgressStore;
  readonly #signals: Signals;
  readonly #feed: Pick<RunFeed, "progressOf">;
  /** Runs with something new, or with something that was shared and is over. */
  readonly #due = new Set<string>();
  readonly #seqs = new Map<string, number>();
  readonly #askedAt = new Map<string, { at: number; isWatched: boolean }>();
  readonly #shared = new Map<string, Map<string, string>>();
  #timer: NodeJS.Timeout | undefined;
  #passing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: { store: ProgressStore; signals: Signals; feed: Pick<RunFeed, "progressOf"> }) {
    this.#store = options.store;
    this.#signals = options.signals;
    this.#feed = options.feed;
  }

  /** A node of this run has written. */
  wrote(runId: string): void {
    this.#due.add(runId);
    this.#soon(EVERY_MS);
  }

  /** Called after the feed has been told of the same commit. */
  committed(runId: string, entries: readonly JournalEntry[]): void {
    const last = entries.at(-1);
    if (!last) return;
    this.#seqs.delete(runId);
    this.#seqs.set(runId, last.seq);
    for (const oldest of this.#seqs.keys()) {
      if (this.#seqs.size <= MOST_RUNS) break;
      this.#seqs.delete(oldest);
    }
    if (!this.#shared.has(runId)) return;
    this.#due.add(runId);
    this.#soon(0);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#passing;
  }

  #soon(ms: number): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#passing = this.#pass().then(
        (pause) => this.#again(pause),
        // Whoever watches sees the whole when the node is done.
        () => this.#again(ASK_AGAIN_MS),
      );
    }, ms).unref();
  }

  #again(pause: number): void {
    this.#timer = undefined;
    if (this.#due.size > 0) this.#soon(pause);
  }

  /** @returns how long to wait before the next one, ms */
  async #pass(): Promise<number> {
    const watched = await this.#watched([...this.#due]);
    const put: ProgressRow[] = [];
    const drop: { runId: string; path: string }[] = [];
    for (const runId of [...this.#due]) {
      const texts = new Map([...this.#feed.progressOf(runId)].map(([path, { text }]) => [path, text]));
      const shared = this.#shared.get(runId) ?? new Map<string, string>();
      const isWatched = watched.has(runId);
      // A node that is silent for now may be watched later.
      if (isWatched || texts.size === 0) this.#due.delete(runId);
      for (const path of [...shared.keys()].filter((path) => !texts.has(path))) {
        shared.delete(path);
        drop.push({ runId, path });
      }
      if (isWatched) {
        const seq = this.#seqs.get(runId) ?? 0;
        for (const [path, text] of texts) {
          if (shared.get(path) !== text) put.push({ runId, path, seq, text });
          shared.set(path, text);
        }
      }
      if (shared.size > 0) this.#shared.set(runId, shared);
      else this.#shared.delete(runId);
    }
    if (drop.length > 0) await this.#store.drop(drop);
    if (put.length > 0) await this.#store.put(put);
    for (const runId of new Set(put.map((row) => row.runId))) this.#signals.publish(progressTopic(runId), Date.now());
    if (put.length === 0) return ASK_AGAIN_MS;
    return EVERY_MS + put.reduce((sum, { text }) => sum + text.length, 0) / CHARACTERS_PER_MS;
  }

  async #watched(runIds: readonly string[]): Promise<Set<string>> {
    const now = performance.now();
    const known = (runId: string) => {
      const asked = this.#askedAt.get(runId);
      return asked !== undefined && now - asked.at < ASK_AGAIN_MS;
    };
    const toAsk = runIds.filter((runId) => !known(runId));
    if (toAsk.length > 0) {
      const found = new Set(await this.#store.watchedAmong(toAsk));
      if (this.#askedAt.size + toAsk.length > MOST_RUNS) this.#askedAt.clear();
      for (const runId of toAsk) this.#askedAt.set(runId, { at: now, isWatched: found.has(runId) });
    }
    return new Set(runIds.filter((runId) => this.#askedAt.get(runId)?.isWatched));
  }
}
