import { expect, test } from "vitest";
import type { IterationNode, RunEvent } from "#lib/engine/events.ts";
import { reduceRun } from "#lib/engine/run-view.ts";
import { createRunOverlayStore } from "./run-overlay.ts";
import { roundsOfPath, shownOf } from "./shown-rounds.ts";

const started: RunEvent = { type: "run.started", at: 1_000, trigger: "t", input: null, build: "b" };
const done = (path: string, output: number): RunEvent => ({
  type: "node.completed",
  at: 1_010,
  path,
  ports: ["out"],
  ms: 5,
  attempt: 1,
  output,
});
const begun = (path: string): RunEvent => ({ type: "node.started", at: 1_005, path, attempt: 1 });
const round = (path: string, status: "completed" | "failed", nodes: IterationNode[] = []): RunEvent => ({
  type: "iteration.completed",
  at: 1_020,
  path,
  ms: 10,
  status,
  nodes,
  output: null,
});
const viewOf = (...events: RunEvent[]) => reduceRun(events.map((event, i) => ({ seq: i + 1, event })));
const inside = (key: string, output: number): IterationNode => ({
  key,
  status: "completed",
  ports: ["out"],
  ms: 1,
  output,
});

test("shows the round that began last, until a person chooses another", () => {
  const view = viewOf(
    started,
    done("start", 1),
    done("loop[0]/call", 10),
    done("loop[1]/call", 11),
    begun("loop[2]/call"),
  );
  const shown = shownOf(view, {});
  expect(shown.rounds.get("loop")).toEqual({ index: 2, status: "running", all: [0, 1, 2] });
  expect(shown.nodes.get("call")).toMatchObject({ path: "loop[2]/call", status: "running" });
  expect(shown.nodes.get("start")?.path).toBe("start");
  expect(shownOf(view, { loop: 0 }).nodes.get("call")).toMatchObject({ path: "loop[0]/call", status: "done" });
  // One that is not there yet is no reason to show nothing.
  expect(shownOf(view, { loop: 9 }).rounds.get("loop")?.index).toBe(2);
});

test("shows the first round that failed", () => {
  const view = viewOf(
    started,
    done("loop[0]/call", 10),
    round("loop[0]", "completed"),
    done("loop[1]/call", 11),
    round("loop[1]", "failed"),
    done("loop[2]/call", 12),
    round("loop[2]", "completed"),
  );
  expect(shownOf(view, {}).rounds.get("loop")).toMatchObject({ index: 1, status: "failed" });
});

test("shows rounds inside of rounds, also where a round is one entry", () => {
  const view = viewOf(
    started,
    round("outer[0]", "completed", [inside("inner[0]/set", 1), inside("inner[1]/set", 2), inside("inner", 3)]),
    round("outer[1]", "completed", [inside("inner[0]/set", 4), inside("inner", 5)]),
  );
  const last = shownOf(view, {});
  expect(last.nodes.get("set")?.path).toBe("outer[1]/inner[0]/set");
  const first = shownOf(view, { outer: 0, inner: 1 });
  expect(first.nodes.get("set")?.path).toBe("outer[0]/inner[1]/set");
  expect(first.rounds.get("inner")?.all).toEqual([0, 1]);
});

test("an overlay gives the outputs of the rounds that are shown, and keeps what was picked as the run goes on", () => {
  const store = createRunOverlayStore();
  store.getState().show("run_1");
  const events = [started, done("loop[0]/call", 10), done("loop[1]/call", 11)];
  store.getState().take(events.map((event, i) => ({ seq: i + 1, event })));
  expect(store.getState().outputs).toEqual({ call: 11 });
  store.getState().pick({ loop: 0 });
  expect(store.getState().outputs).toEqual({ call: 10 });
  store.getState().take([{ seq: 4, event: done("loop[2]/call", 12) }]);
  expect(store.getState().outputs).toEqual({ call: 10 });
});

test("a path says which rounds it leads through", () => {
  expect(roundsOfPath("outer[3]/inner[0]/call")).toEqual({ outer: 3, inner: 0 });
  expect(roundsOfPath("call")).toEqual({});
});
