import type { Signals } from "../signals/signals.ts";
import { progressTopic } from "./share-progress.ts";

/** A run is told of for this long after somebody has asked to watch it; asked again well before it is over. */
const WATCHED_FOR_MS = 25_000;
const RENEW_MS = 10_000;

/** Hears of runs that are walked by other processes. */
export interface WatchesElsewhere {
  /**
   * Calls `wake` when the run's journal has grown, or may have, and `written` when its nodes have written more, until the
   * result is called.
   */
  watch(runId: string, wake: (seq: number | null) => void, written: () => void): () => void;
  close(): void;
}

export function runTopic(runId: string): string {
  return `run:${runId}`;
}

/** Told of when there is work that no process has taken on yet, or is to stop. */
export const WORK_TOPIC = "work";

/**
 * Whoever walks a run tells others of its commits only while its row says that somebody elsewhere watches: marks are set
 * here and renewed, all of this process in one statement, until the last watcher has gone.
 */
export function createWatchesElsewhere(options: {
  signals: Signals;
  /** `PostgresRunStore.markWatched` */
  mark(runIds: readonly string[], forMs: number): Promise<void>;
}): WatchesElsewhere {
  const { signals } = options;
  const watched = new Map<string, number>();
  // A mark that could not be set delays: watchers also look by themselves.
  const mark = (runIds: readonly string[]) => options.mark(runIds, WATCHED_FOR_MS).catch(() => {});
  const renewal = setInterval(() => {
    if (watched.size > 0) void mark([...watched.keys()]);
  }, RENEW_MS);
  renewal.unref();
  return {
    watch(runId, wake, written) {
      const unsubscribes = [signals.subscribe(runTopic(runId), wake), signals.subscribe(progressTopic(runId), written)];
      const before = watched.get(runId) ?? 0;
      watched.set(runId, before + 1);
      // What was committed before the mark was not told of.
      if (before === 0) void mark([runId]).then(() => wake(null));
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        for (const unsubscribe of unsubscribes) unsubscribe();
        const left = (watched.get(runId) ?? 1) - 1;
        if (left === 0) watched.delete(runId);
        else watched.set(runId, left);
      };
    },
    close: () => clearInterval(renewal),
  };
}
