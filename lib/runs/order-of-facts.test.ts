import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../engine/document.ts";
import type { JournalEntry, RunEvent } from "../engine/events.ts";
import { MemoryRunStore } from "./adapters/memory/memory-run-store.ts";
import { encodeEvent } from "./ports.ts";
import { RunFeed } from "./run-feed.ts";
import { call, documentOf, forEach, set, within } from "./testing/documents.ts";
import { events, until } from "./testing/harness.ts";
import { type Process, startProcess } from "./testing/process.ts";
import { World } from "./testing/world.ts";

/*
 * Which of two facts counts as the first is for the journal to say, and what comes after the end of a run or a round is kept
 * without consequences: as a walk hears of it, and as the next one reads it after a crash. Found by the drawn walks.
 */

const once = { retry: { attempts: 1, backoff: "fixed", baseMs: 0, maxMs: 0, jitter: false } } as const;
const slowly = {
  retry: { attempts: 2, backoff: "fixed", baseMs: 3_600_000, maxMs: 3_600_000, jitter: false },
} as const;
const STARTED_AT = Date.now();
const error = { code: "upstream", message: "out of order", node: "bad" };

let store: MemoryRunStore;
let world: World;
let document: WorkflowDocument;
let process: Process;

beforeEach(() => {
  store = new MemoryRunStore();
  world = new World();
  process = startProcess(store, new RunFeed(), world, () => document, "one:1");
});
afterEach(async () => {
  await process.poller.close();
  await process.local.close(0);
});

const run = { runId: "r", workspaceId: "ws_test", workflowId: "wf_test" };

async function ended(runId: string): Promise<JournalEntry[]> {
  await until(async () => /completed|failed/.test((await store.run(runId))?.state ?? ""), "the run ends");
  return store.read(runId);
}

async function walked(): Promise<JournalEntry[]> {
  const { workspaceId, workflowId } = run;
  const started = { workspaceId, workflowId, versionId: "v", triggerNodeId: "n_start", triggerType: "manual" } as const;
  const outcome = await process.runs.start({ ...started, mode: "live", input: null });
  if (outcome.status !== "started") throw new Error("the run did not start");
  return ended(outcome.runId);
}

/** What is added to a journal that a process which is gone has left behind. */
async function wentOn(left: (Record<string, unknown> & { type: RunEvent["type"] })[]): Promise<JournalEntry[]> {
  const all = [
    { type: "run.started", trigger: "n_start", input: null, build: "test" },
    { type: "node.completed", path: "start", ports: ["out"], ms: 0, attempt: 1, output: null },
    ...left,
  ];
  const create = {
    id: run.runId,
    workspaceId: run.workspaceId,
    workflowId: run.workflowId,
    versionId: "v",
    triggerNodeId: "n_start",
    triggerType: "manual" as const,
    mode: "live" as const,
    state: "running" as const,
    owner: "gone:1",
    epoch: 1,
    priority: 0,
    concurrencyKey: null,
    concurrencyLimit: null,
    parentRunId: null,
    build: "test",
    createdAt: STARTED_AT,
    idempotency: null,
  };
  const written = all.map((event) => encodeEvent({ at: STARTED_AT, ...event } as RunEvent));
  await store.append({ ...run, lease: null, events: written, create });
  store.lost.add("gone:1");
  return (await ended(run.runId)).slice(all.length);
}

const paths = (entries: JournalEntry[], type: "node.started" | "node.skipped" | "node.cancelled") =>
  events(entries, type).map(({ path }) => path);
const failed = (path: string) => ({
  type: "node.failed" as const,
  path,
  ports: [],
  ms: 0,
  attempt: 1,
  error,
  handled: false,
});
const started = (path: string) => ({ type: "node.started" as const, path, attempt: 1 });
const stoppedRound = (path: string) => ({
  type: "iteration.completed" as const,
  path,
  ms: 0,
  status: "failed",
  nodes: [],
  error,
  output: null,
});

describe("E10 the fact that stands first in the journal ends a run or a round", () => {
  // start > good > strict (reads what is null)
  //       > bad
  it("though one that needs no commit of its own is heard of before", async () => {
    world.failNext("bad", 1);
    document = documentOf(
      { a_good: call("good"), bad: call("bad", {}, once), strict: set({ no: "{{ a_good.name.not.there }}" }) },
      ["start > a_good", "start > bad", "a_good > strict"],
    );
    const entries = await walked();
    expect(entries.flatMap(({ event }) => (event.type === "node.failed" ? [event.path] : []))).toEqual([
      "bad",
      "strict",
    ]);
    expect(events(entries, "run.failed")[0]?.error.node).toBe("bad");
  });

  // loop [ good > leave ; bad ]
  it("in a round too, where the other would have left the loop", async () => {
    world.failNext("bad", 1);
    document = documentOf(
      {
        loop: { type: "control.while", config: { initial: 0, condition: "{{ index < 3 }}" } },
        a_good: within("loop", call("good")),
        leave: within("loop", { type: "control.break" }),
        bad: within("loop", call("bad", {}, once)),
      },
      ["start > loop", "a_good > leave"],
    );
    const entries = await walked();
    expect(events(entries, "iteration.completed").map(({ status, broke }) => [status, broke])).toEqual([
      ["failed", undefined],
    ]);
    expect(events(entries, "run.failed")[0]?.error.node).toBe("loop[0]/bad");
  });
});

describe("E10 nothing follows from what comes after the end", () => {
  // start > bad
  //       > deaf > check ─false─> no
  it("as a walk hears of it", async () => {
    world.failNext("bad", 1);
    document = documentOf(
      {
        bad: call("bad", { ms: 50 }, once),
        deaf: call("deaf", { ms: 300, deaf: true }, { onError: "port" }),
        sorry: set({ never: true }),
      },
      ["start > bad", "start > deaf", "deaf.error > sorry"],
    );
    const entries = await walked();
    expect(events(entries, "node.completed").map(({ path }) => path)).toEqual(["start", "deaf"]);
    expect(paths(entries, "node.skipped")).toEqual([]);
  });

  // start > bad
  //       > deaf ─error─> sorry
  it("as the next one reads it", async () => {
    document = documentOf(
      { bad: call("bad", {}, once), deaf: call("deaf", {}, { onError: "port" }), sorry: set({ never: true }) },
      ["start > bad", "start > deaf", "deaf.error > sorry"],
    );
    const done = { type: "node.completed" as const, path: "deaf", ports: ["out"], ms: 0, attempt: 1, output: 1 };
    const entries = await wentOn([started("bad"), started("deaf"), failed("bad"), done]);
    expect(entries.map(({ event }) => event.type)).toEqual(["run.resumed", "run.failed"]);
  });

  // start > first > second
  it("of a run that had become too old", async () => {
    document = documentOf({ a_first: call("first"), second: call("second") }, ["start > a_first", "a_first > second"], {
      maxAgeMs: 1,
    });
    const entries = await wentOn([started("a_first"), { type: "node.cancelled", path: "a_first" }]);
    expect(entries.map(({ event }) => event.type)).toEqual(["run.resumed", "run.failed"]);
    expect(events(entries, "run.failed")[0]?.error.code).toBe("timeout");
  });

  const loop = () =>
    documentOf(
      {
        loop: forEach([1, 2, 3], { concurrency: 3 }),
        bad: within("loop", call("bad", {}, slowly)),
        after: within("loop", call("after")),
      },
      ["start > loop", "bad > after"],
    );
  const beside = [started("loop"), ...[0, 1, 2].map((index) => started(`loop[${index}]/bad`)), failed("loop[2]/bad")];

  // loop [ bad > after ], three at a time
  it("of rounds that were stopped with another one", async () => {
    document = loop();
    const entries = await wentOn([...beside, stoppedRound("loop[2]"), { type: "node.cancelled", path: "loop[0]/bad" }]);
    expect(paths(entries, "node.started")).toEqual([]);
    expect(paths(entries, "node.skipped")).toEqual([]);
    expect(paths(entries, "node.cancelled")).toEqual(["loop[1]/bad"]);
    expect(events(entries, "iteration.completed").map(({ path, status }) => [path, status])).toEqual([
      ["loop[0]", "cancelled"],
      ["loop[1]", "cancelled"],
    ]);
    expect(world.begun).toEqual([]);
  });

  it("and the round that failed first is the one that is named", async () => {
    document = loop();
    const late = { ...error, node: "loop[0]/bad" };
    const entries = await wentOn([
      ...beside,
      { ...stoppedRound("loop[2]"), error: { ...error, node: "loop[2]/bad" } },
      { ...failed("loop[0]/bad"), error: late },
      { ...stoppedRound("loop[0]"), error: late },
    ]);
    expect(events(entries, "run.failed")[0]?.error.node).toBe("loop[2]/bad");
  });
});
