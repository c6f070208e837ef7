import { describe, expect, it } from "vitest";
import type { JournalEntry, RunEvent } from "./events.ts";
import { emptyRunView, outputOf, type RunView, reduceRun } from "./run-view.ts";
import { edgeStates, queuedKeys } from "./run-view-edges.ts";
import { graph } from "./testing/graphs.ts";

const journal = (...events: RunEvent[]): JournalEntry[] => events.map((event, index) => ({ seq: index + 1, event }));
const completed = (path: string, at: number, more: Partial<Extract<RunEvent, { type: "node.completed" }>> = {}) =>
  ({ type: "node.completed", at, path, ports: ["out"], ms: 2, attempt: 1, output: path, ...more }) as RunEvent;
const error = { code: "upstream", message: "It was out of order.", node: "a" };

const entries = journal(
  { type: "run.queued", at: 1, trigger: "n_start", input: { a: 1 } },
  { type: "run.started", at: 2, trigger: "n_start", build: "b" },
  completed("start", 3, { output: { a: 1 } }),
  { type: "node.started", at: 4, path: "a", attempt: 1 },
  { type: "node.retrying", at: 5, path: "a", attempt: 1, error, nextAt: 9 },
  { type: "node.started", at: 9, path: "a", attempt: 2 },
  { type: "step.completed", at: 10, path: "a/ask#1", name: "ask", ms: 1, output: 7 },
  { type: "log", at: 10, path: "a", level: "info", message: "half way" },
  completed("a", 12, { attempt: 2, output: { big: true } }),
  { type: "node.skipped", at: 12, path: "b" },
  { type: "node.waiting", at: 13, path: "c", kind: "time", until: 50 },
  { type: "run.waiting", at: 13, until: 50 },
  { type: "run.resumed", at: 50, build: "b" },
  { type: "node.completed", at: 50, path: "c", ports: ["out"], ms: 0, attempt: 1, outputOf: "a" },
  {
    type: "node.failed",
    at: 51,
    path: "d",
    ports: ["error"],
    ms: 1,
    attempt: 1,
    error,
    handled: true,
    output: { error },
  },
  { type: "join.decided", at: 52, path: "e", edges: ["e_1"] },
  { type: "run.completed", at: 60, outputOf: "c" },
);

describe("the view of a run", () => {
  it("says of each node what its last entry left", () => {
    const view = reduceRun(entries);
    expect(view).toMatchObject({ seq: entries.length, state: "completed", trigger: "n_start", input: { a: 1 } });
    expect(view).toMatchObject({ queuedAt: 1, startedAt: 2, finishedAt: 60, waitingUntil: null, handledFailures: 1 });
    expect(view.nodes.get("a")).toMatchObject({
      status: "done",
      attempts: 2,
      startedAt: 4,
      finishedAt: 12,
      ports: ["out"],
    });
    expect(view.nodes.get("a")?.tries).toEqual([
      { attempt: 1, startedAt: 4, finishedAt: 5, error },
      { attempt: 2, startedAt: 9, finishedAt: 12, error: null },
    ]);
    expect(view.nodes.get("b")).toMatchObject({ status: "skipped", hasOutput: false });
    expect(view.nodes.get("d")).toMatchObject({ status: "failed", handled: true, error, ports: ["error"] });
    expect(view.nodes.get("e")).toMatchObject({ counted: ["e_1"], status: "cancelled" });
    expect(view.steps).toEqual([{ seq: 7, at: 10, path: "a/ask#1", name: "ask", ms: 1, output: 7 }]);
    expect(view.log).toEqual([{ seq: 8, at: 10, path: "a", level: "info", message: "half way" }]);
  });

  it("gives outputs by value and by reference", () => {
    const view = reduceRun(entries);
    expect(outputOf(view, "c")).toEqual({ big: true });
    expect(view.output).toEqual({ big: true });
    expect(outputOf(view, "d")).toEqual({ error });
    expect(outputOf(view, "b")).toBeUndefined();
  });

  it("is the same whether it is reduced at once, entry by entry, or over a stream that repeats itself", () => {
    const whole = reduceRun(entries);
    let step: RunView = emptyRunView();
    for (const entry of entries) step = reduceRun([entry], step);
    expect(step).toEqual(whole);
    expect(reduceRun(entries.slice(3), reduceRun(entries.slice(0, 9)))).toEqual(whole);
    expect(reduceRun(entries, whole)).toBe(whole);
  });

  it("never changes the view it was given, and keeps records that no entry is about", () => {
    const before = reduceRun(entries.slice(0, 9));
    const copy = structuredClone({ ...before, nodes: [...before.nodes] });
    const after = reduceRun(entries.slice(9), before);
    expect({ ...before, nodes: [...before.nodes] }).toEqual(copy);
    expect(after.nodes.get("a")).toBe(before.nodes.get("a"));
    expect(after.nodes.get("c")).not.toBe(before.nodes.get("c"));
  });

  it("shows what waits and until when", () => {
    const view = reduceRun(entries.slice(0, 12));
    expect(view).toMatchObject({ state: "waiting", waitingUntil: 50 });
    expect(view.nodes.get("c")).toMatchObject({ status: "waiting", waiting: { kind: "time", until: 50 } });
    expect(reduceRun(entries.slice(0, 5)).nodes.get("a")).toMatchObject({ status: "retrying", nextAt: 9 });
  });

  it("E10 E12 ends with the run what had not come to an end", () => {
    const failed = reduceRun([...entries.slice(0, 6), { seq: 7, event: { type: "run.failed", at: 70, error } }]);
    expect(failed).toMatchObject({ state: "failed", error });
    expect(failed.nodes.get("a")).toMatchObject({ status: "cancelled", finishedAt: 70 });
    const cancelled: RunEvent = { type: "run.cancelled", at: 70, by: null, reason: null };
    expect(reduceRun([...entries.slice(0, 6), { seq: 7, event: cancelled }]).state).toBe("cancelled");
  });
});

describe("edges and what comes next", () => {
  const document = graph("start > if.true > a; if.false > b; a > c");
  const until = (...events: RunEvent[]) =>
    reduceRun(journal({ type: "run.started", at: 1, trigger: "n_start", build: "b" }, ...events));
  const states = (view: RunView) => Object.fromEntries(edgeStates(view, document));

  it("E2 tells taken edges from those not taken, and those still to come", () => {
    const view = until(completed("start", 2), completed("if", 3, { ports: ["true"] }), {
      type: "node.skipped",
      at: 3,
      path: "b",
    });
    expect(states(view)).toEqual({ e_1: "taken", e_2: "live", e_3: "not_taken", e_4: "open" });
    expect([...queuedKeys(view, document)]).toEqual(["a"]);
  });

  it("has nothing queued once the run is over", () => {
    const view = until(completed("start", 2), { type: "run.cancelled", at: 4, by: null, reason: null });
    expect(queuedKeys(view, document).size).toBe(0);
  });
});
