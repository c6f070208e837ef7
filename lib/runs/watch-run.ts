import { type JournalEntry, terminalStates } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import type { RunStore } from "./ports.ts";
import type { RunFeed } from "./run-feed.ts";

/** A run walked on another process is looked at this often. */
const POLL_MS = 1_000;

export interface RunListener {
  entries(entries: JournalEntry[]): void;
  delta?(path: string, delta: Json): void;
  end(): void;
}

/**
 * Journal entries after `after` as they are committed, in order, each once. What was written before is read, what comes
 * meanwhile is held until then; runs of other processes are polled.
 */
export function watchRun(
  sources: { store: RunStore; feed: RunFeed; isLocal(): boolean },
  runId: string,
  after: number,
  listener: RunListener,
): () => void {
  let last = after;
  let isOver = false;
  let isReading = false;
  const stop = () => {
    isOver = true;
    unsubscribe();
    clearInterval(poll);
  };
  const deliver = (entries: readonly JournalEntry[]) => {
    const fresh = entries.filter(({ seq }) => seq > last);
    const newest = fresh.at(-1);
    if (isOver || !newest) return;
    last = newest.seq;
    listener.entries(fresh);
    if (!fresh.some(({ event }) => isEnd(event.type))) return;
    stop();
    listener.end();
  };
  const held: JournalEntry[] = [];
  const read = async () => {
    if (isReading || isOver) return;
    isReading = true;
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
      deliver(held.splice(0));
    }
  };
  const unsubscribe = sources.feed.subscribe(runId, {
    entries: (entries) => (isReading ? void held.push(...entries) : deliver(entries)),
    delta: (path, delta) => listener.delta?.(path, delta),
  });
  const poll = setInterval(() => {
    if (!sources.isLocal()) read().catch(() => {});
  }, POLL_MS);
  poll.unref();
  read().catch(() => {});
  return stop;
}

function isEnd(type: string): boolean {
  return type === "run.completed" || type === "run.failed" || type === "run.cancelled";
}
