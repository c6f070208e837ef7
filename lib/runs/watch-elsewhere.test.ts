import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import type { JournalEntry, RunEvent } from "../engine/events.ts";
import { postgresLine } from "../signals/adapters/postgres-signals.ts";
import { createSignals } from "../signals/create-signals.ts";
import { PostgresRunStore } from "./adapters/postgres/postgres-run-store.ts";
import { type Append, encodeEvent } from "./ports.ts";
import { RunFeed } from "./run-feed.ts";
import { until } from "./testing/harness.ts";
import { watchRun } from "./watch-run.ts";
import { createWatchesElsewhere, runTopic } from "./watches-elsewhere.ts";

let database: TestDatabase;
const closes: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  // No poll: what arrives was brought by a signal.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  database = await testDatabase();
});
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
  await database.close();
  vi.useRealTimers();
});

/** What a process has of this: its way to the journal, and the signals it sends after a commit. */
function startProcess() {
  const feed = new RunFeed();
  const published: number[] = [];
  const signals = createSignals([postgresLine({ pool: database.db.engine, direct: database.connection })]);
  const store = new PostgresRunStore(database.db.engine, ({ runId }, entries, isWatched) => {
    feed.committed(runId, entries);
    const last = entries.at(-1);
    if (!isWatched || !last) return;
    published.push(last.seq);
    signals.publish(runTopic(runId), last.seq);
  });
  const elsewhere = createWatchesElsewhere({ signals, mark: (runIds, forMs) => store.markWatched(runIds, forMs) });
  closes.push(() => elsewhere.close(), signals.close);
  return { store, feed, elsewhere, published };
}

const lease = { owner: "there:1", epoch: 1 };
const line = (message: string): RunEvent => ({ type: "log", at: 1, path: "n", level: "info", message }) as RunEvent;

function append(events: RunEvent[], more: Partial<Append> = {}): Append {
  return { runId: "run_1", workspaceId: "ws", workflowId: "wf", lease, events: events.map(encodeEvent), ...more };
}

const create: Append["create"] = {
  id: "run_1",
  workspaceId: "ws",
  workflowId: "wf",
  versionId: "ver",
  triggerNodeId: "n",
  triggerType: "manual",
  mode: "live",
  state: "running",
  ...lease,
  priority: 0,
  concurrencyKey: null,
  concurrencyLimit: null,
  parentRunId: null,
  build: "test",
  createdAt: 1,
  idempotency: null,
};

test("a run that another process walks is seen as it happens, by signals alone", async () => {
  const [walker, viewer] = [startProcess(), startProcess()];
  await walker.store.append(append([line("before")], { create }));
  // Nobody watches: nothing is sent.
  await walker.store.append(append([line("unseen")]));
  expect(walker.published).toEqual([]);
  const seen: JournalEntry[] = [];
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const sources = { ...viewer, isLocal: () => false };
  const stop = watchRun(sources, "run_1", 0, { entries: (entries) => void seen.push(...entries), end });
  await until(() => seen.length === 2, "what was written before");
  await until(isMarked, "the mark on the run");
  await walker.store.append(append([line("live")]));
  await until(() => seen.length === 3, "a live event");
  expect(walker.published).toEqual([3]);
  await walker.store.append(
    append([{ type: "run.cancelled", at: 2, by: null, reason: null }], { patch: { state: "cancelled" } }),
  );
  await over;
  expect(seen.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  stop();
});

test("a mark that has run out costs no more signals", async () => {
  const [walker, viewer] = [startProcess(), startProcess()];
  await walker.store.append(append([line("before")], { create }));
  await viewer.store.markWatched(["run_1"], 60_000);
  await walker.store.append(append([line("watched")]));
  expect(walker.published).toEqual([2]);
  await database.db.engine.query("update runs set watched_until = now() - interval '1 second'");
  await walker.store.append(append([line("no more")]));
  expect(walker.published).toEqual([2]);
});

test("all runs that are watched are marked again in one go, those let go are not", async () => {
  const marked: string[][] = [];
  const signals = { publish: () => {}, subscribe: () => () => {}, problem: () => null, close: async () => {} };
  const elsewhere = createWatchesElsewhere({
    signals,
    mark: async (runIds) => void marked.push([...runIds]),
  });
  const stops = ["run_a", "run_b", "run_b"].map((runId) =>
    elsewhere.watch(
      runId,
      () => {},
      () => {},
    ),
  );
  stops[0]?.();
  stops[1]?.();
  vi.advanceTimersByTime(10_000);
  expect(marked).toEqual([["run_a"], ["run_b"], ["run_b"]]);
  stops[2]?.();
  vi.advanceTimersByTime(60_000);
  expect(marked).toHaveLength(3);
  elsewhere.close();
});

async function isMarked(): Promise<boolean> {
  const { rows } = await database.db.engine.query("select from runs where watched_until > now()");
  return rows.length === 1;
}
