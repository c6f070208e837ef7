import { type JournalEntry, terminalStates } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import type { RunStore } from "./ports.ts";
import { ProgressElsewhere } from "./progress-elsewhere.ts";
import type { RunFeed } from "./run-feed.ts";
import type { ProgressStore } from "./share-progress.ts";
import type { WatchesElsewhere } from "./watches-elsewhere.ts";

/** A run walked on another process is looked at this often, whether its signals arrive or not. */
const POLL_MS = 1_000;

export interface RunListener {
  entries(entries: JournalEntry[]): void;
  delta?(path: string, delta: Json): void;
  end(): void;
}

export interface WatchSources {
  store: RunStore;
  feed: RunFeed;
  /** Is the run walked by this process? */
  isLocal(): boolean;
  /** Set where other processes may walk it. */
  elsewhere?: Pick<WatchesElsewhere, "watch"> | undefined;
  /** What nodes write there. */
  progress?: Pick<ProgressStore, "read"> | undefined;
}

/**
 * Journal entries after `after` as they are committed, in order, each once. What was written before is read, what comes
 * meanwhile is held until then; runs of other processes are read when a signal comes, and now and then.
 */
export function watchRun(sources: WatchSources, runId: string, after: number, listener: RunListener): () => void {
  let last = after;
  let isOver = false;
  let isReading = false;
  let isToReadAgain = false;
  let unwatch: (() => void) | undefined;
  let hasRead = false;
  const written = new ProgressElsewhere();
  const stop = () => {
    isOver = true;
    unsubscribe();
    unwatch?.();
    clearInterval(poll);
  };
  const deliver = (entries: readonly JournalEntry[]) => {
    const fresh = entries.filter(({ seq }) => seq > last);
    const newest = fresh.at(-1);
    if (isOver || !newest) return;
    last = newest.seq;
    listener.entries(fresh);
    written.delivered(fresh);
    if (!fresh.some(({ event }) => isEnd(event.type))) return;
    stop();
    listener.end();
  };
  const tell = (path: string, delta: Json) => {
    if (!isOver) listener.delta?.(path, delta);
  };
  const held: JournalEntry[] = [];
  // What a node has written comes after the entries that say that it began.
  const heldDeltas: [path: string, delta: Json][] = [];
  const read = async () => {
    if (isOver) return;
    if (isReading) {
      isToReadAgain = true;
      return;
    }
    isReading = true;
    isToReadAgain = false;
    try {
      const entries = await sources.store.read(runId, last);
      deliver(entries);
      // Whoever resumes behind the last event of a run that is over has nothing left to wait for.
      if (entries.length === 0 && terminalStates.has((await sources.store.run(runId))?.state ?? "running")) {
        stop();
        listener.end();
      }
    } finally {
      isReading = false;
      hasRead = true;
      deliver(held.splice(0));
      for (const delta of heldDeltas.splice(0)) tell(...delta);
    }
    if (isToReadAgain) await read();
  };
  const unsubscribe = sources.feed.subscribe(runId, {
    entries: (entries) => (isReading ? void held.push(...entries) : deliver(entries)),
    delta: (path, delta) => (isReading || !hasRead ? void heldDeltas.push([path, delta]) : tell(path, delta)),
  });
  const readWritten = async () => {
    // What is written here is told here, and further on than what is left for others.
    if (isOver || !sources.progress || hasAny(sources.feed.progressOf(runId))) return;
    const rows = await sources.progress.read(runId);
    // What a node writes comes after the entry that says that it began.
    if (rows.some(({ seq }) => seq > last)) await read();
    if (!isReading) for (const news of written.news(rows)) tell(...news);
  };
  const look = () => {
    // A run may change hands while it is watched.
    unwatch ??= sources.elsewhere?.watch(
      runId,
      (seq) => {
        if (seq === null || seq > last) read().catch(() => {});
      },
      () => void readWritten().catch(() => {}),
    );
    read()
      .then(readWritten)
      .catch(() => {});
  };
  const poll = setInterval(() => {
    if (!sources.isLocal()) look();
  }, POLL_MS);
  poll.unref();
  if (sources.isLocal()) read().catch(() => {});
  else look();
  return stop;
}

function hasAny(items: Iterable<unknown>): boolean {
  return !items[Symbol.iterator]().next().done;
}

function isEnd(type: string): boolean {
  return type === "run.completed" || type === "run.failed" || type === "run.cancelled";
}
