import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JournalEntry } from "../engine/events.ts";
import type { Signals } from "../signals/signals.ts";
import { RunFeed } from "./run-feed.ts";
import { type ProgressRow, ProgressSharing } from "./share-progress.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

function world() {
  const table = new Map<string, ProgressRow>();
  const watched = new Set<string>();
  const told: string[] = [];
  let asked = 0;
  const feed = new RunFeed();
  const signals: Signals = {
    publish: (topic) => void told.push(topic),
    subscribe: () => () => {},
    problem: () => null,
    close: async () => {},
  };
  const sharing = new ProgressSharing({
    feed,
    signals,
    store: {
      async watchedAmong(runIds) {
        asked += 1;
        return runIds.filter((runId) => watched.has(runId));
      },
      put: async (rows) => void rows.map((row) => table.set(`${row.runId} ${row.path}`, row)),
      drop: async (places) => void places.map(({ runId, path }) => table.delete(`${runId} ${path}`)),
      read: async () => [...table.values()],
    },
  });
  feed.onWrote = (runId) => sharing.wrote(runId);
  const commit = (seq: number, type: "node.started" | "node.completed", path: string) => {
    // As much of an event as is looked at here.
    const entries = [{ seq, event: { type, at: 1, path } }] as unknown as JournalEntry[];
    feed.committed("run_1", entries);
    sharing.committed("run_1", entries);
  };
  return {
    table,
    watched,
    told,
    feed,
    sharing,
    commit,
    asked: () => asked,
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

test("what is written is left for others once somebody watches, also when the node is silent by then", async () => {
  const { table, watched, told, feed, commit, pass, asked } = world();
  commit(2, "node.started", "ask");
  feed.delta("run_1", "ask", { at: 0, text: "Once" });
  await pass(5_000);
  expect(table.size).toBe(0);
  expect(asked()).toBeLessThanOrEqual(6);
  watched.add("run_1");
  await pass(2_000);
  expect([...table.values()]).toEqual([{ runId: "run_1", path: "ask", seq: 2, text: "Once" }]);
  expect(told).toEqual(["progress:run_1"]);
});

test("it grows, and is cleared away when the node is done", async () => {
  const { table, watched, told, feed, commit, pass } = world();
  watched.add("run_1");
  commit(2, "node.started", "ask");
  feed.delta("run_1", "ask", { at: 0, text: "Once" });
  await pass(500);
  feed.delta("run_1", "ask", { at: 4, text: " upon" });
  await pass(500);
  expect([...table.values()]).toMatchObject([{ text: "Once upon" }]);
  expect(told).toHaveLength(2);
  commit(3, "node.completed", "ask");
  await pass(10);
  expect(table.size).toBe(0);
  // Nothing is left to be done, nor to be asked.
  expect(vi.getTimerCount()).toBe(0);
});
