import type { Signals } from "../signals/signals.ts";
import type { RunChange } from "./ports.ts";
import type { RunFeed } from "./run-feed.ts";

/** Changes that come within this time are read together. */
const TOGETHER_MS = 200;
/** Of one read. Lists show fewer; the rest is read when a list is looked at. */
const MOST_READ = 200;
/**
 * Processes tell each other of changes only while there are others, and learn of a new one by a heartbeat every two seconds
 * (instance-lease.ts): what they did not tell until then is read after this time.
 */
const KNOWN_BY_MS = 3_000;
/** How far clocks of processes may be apart. */
const CLOCKS_APART_MS = 5_000;
/** States remembered for each watcher, so that what this process has told already is not told twice. */
const MOST_KNOWN = 1_000;

/** What a process publishes when a run has another state than before. */
export function changeTopic(workspaceId: string, runId: string): string {
  return `workspace:${workspaceId}:${runId}`;
}

export interface ChangeSources {
  feed: RunFeed;
  signals: Signals;
  read(workspaceId: string, runIds: string[]): Promise<RunChange[]>;
  /** The latest runs that have begun or ended since (milliseconds since the epoch). */
  readSince(workspaceId: string, since: number): Promise<RunChange[]>;
}

/**
 * Tells of runs of a workspace that have changed their state, here (from the feed) or on another process (a signal names
 * the run, its state is read). What changed before the line to the other processes was open is read once it is.
 */
export function watchChanges(
  sources: ChangeSources,
  workspaceId: string,
  listener: (change: RunChange) => void,
): () => void {
  const known = new Map<string, string>();
  const named = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const tell = (change: RunChange) => {
    if (isOver || known.get(change.runId) === change.state) return;
    known.delete(change.runId);
    known.set(change.runId, change.state);
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? "");
    listener(change);
  };
  const look = () => {
    timer = undefined;
    const runIds = [...named].slice(0, MOST_READ);
    named.clear();
    sources.read(workspaceId, runIds).then(
      (changes) => changes.forEach(tell),
      () => {},
    );
  };
  let since = Date.now() - CLOCKS_APART_MS;
  const catchUp = () => {
    const from = since;
    since = Date.now() - CLOCKS_APART_MS;
    sources.readSince(workspaceId, from).then(
      (changes) => changes.forEach(tell),
      () => {},
    );
  };
  const later = setTimeout(catchUp, KNOWN_BY_MS);
  const prefix = changeTopic(workspaceId, "");
  const stopFeed = sources.feed.subscribeWorkspace(workspaceId, tell);
  const stopSignals = sources.signals.subscribe(`${prefix}*`, (seq, topic) => {
    if (seq === null) return catchUp();
    named.add(topic.slice(prefix.length));
    timer ??= setTimeout(look, TOGETHER_MS);
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
    clearTimeout(later);
    stopFeed();
    stopSignals();
  };
}
