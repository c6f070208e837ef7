import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { memoryLine } from "../signals/adapters/memory-signals.ts";
import { createSignals } from "../signals/create-signals.ts";
import type { Signals } from "../signals/signals.ts";
import { changeTopic, watchChanges } from "./changes-elsewhere.ts";
import type { RunChange } from "./ports.ts";
import { RunFeed } from "./run-feed.ts";

const line = memoryLine();
let here: Signals;
let there: Signals;
beforeAll(() => {
  here = createSignals([line]);
  there = createSignals([line]);
});
afterAll(async () => {
  await here.close();
  await there.close();
});

const change = (runId: string, state: RunChange["state"]): RunChange => ({ runId, workflowId: "wf", state });

test("tells what changes here at once, what changes elsewhere after reading it, and nothing twice", async () => {
  const feed = new RunFeed();
  const stored = new Map([["run_b", change("run_b", "running")]]);
  const reads: string[][] = [];
  const told: RunChange[] = [];
  let wake = () => {};
  const read = async (workspaceId: string, runIds: string[]) => {
    expect(workspaceId).toBe("ws_1");
    reads.push(runIds);
    queueMicrotask(() => queueMicrotask(() => wake()));
    return runIds.flatMap((id) => stored.get(id) ?? []);
  };
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const control = here.subscribe("workspace:ws_1:*", (seq) => seq === null && open());
  const stop = watchChanges(
    { feed, signals: here, read, readSince: async () => [] },
    "ws_1",
    (each) => void told.push(each),
  );
  await opened;

  feed.changed("ws_1", change("run_a", "running"));
  feed.changed("ws_2", change("run_x", "running"));
  expect(told).toEqual([change("run_a", "running")]);

  // This process's own signal comes back as well: it knows that already.
  stored.set("run_a", change("run_a", "running"));
  const { promise: looked, resolve } = Promise.withResolvers<void>();
  wake = resolve;
  for (const run of ["run_a", "run_b", "run_gone"]) there.publish(changeTopic("ws_1", run), 0);
  there.publish(changeTopic("ws_2", "run_y"), 0);
  await looked;
  expect(reads).toEqual([["run_a", "run_b", "run_gone"]]);
  expect(told).toEqual([change("run_a", "running"), change("run_b", "running")]);

  stored.set("run_b", change("run_b", "completed"));
  const { promise: again, resolve: resolveAgain } = Promise.withResolvers<void>();
  wake = resolveAgain;
  there.publish(changeTopic("ws_1", "run_b"), 0);
  await again;
  expect(told.at(-1)).toEqual(change("run_b", "completed"));

  stop();
  feed.changed("ws_1", change("run_a", "completed"));
  expect(told).toHaveLength(3);
  control();
});

test("what nobody told yet, for they did not know of this process, is read a little later", async () => {
  vi.useFakeTimers();
  try {
    const states: RunChange[] = [];
    const told: RunChange[] = [];
    const deaf = createSignals([]);
    const sources = { feed: new RunFeed(), signals: deaf, read: async () => [], readSince: async () => states };
    const stop = watchChanges(sources, "ws_1", (each) => void told.push(each));
    states.push(change("run_n", "completed"));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toEqual([change("run_n", "completed")]);
    stop();
  } finally {
    vi.useRealTimers();
  }
});

test("what changed before the line was open is read once it is", async () => {
  const asked: number[] = [];
  const readSince = async (_: string, since: number) => {
    asked.push(since);
    return [change("run_m", "completed")];
  };
  const { promise: heard, resolve } = Promise.withResolvers<RunChange>();
  const begun = Date.now();
  const stop = watchChanges({ feed: new RunFeed(), signals: here, read: async () => [], readSince }, "ws_1", resolve);
  expect(await heard).toEqual(change("run_m", "completed"));
  expect(asked.length).toBe(1);
  expect(asked[0]).toBeLessThanOrEqual(begun);
  stop();
});
