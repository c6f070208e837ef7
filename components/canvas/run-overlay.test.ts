import { expect, test } from "vitest";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import type { RunEvent } from "#lib/engine/events.ts";
import { createRunOverlayStore, describeRunNode, edgeRunState, inputOfNode, writtenBy } from "./run-overlay.ts";

const node = (id: string, key: string, type = "data.set") => ({ id, key, type, version: 1, config: {} });
const edge = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source,
  sourcePort: "out",
  target,
  targetPort: "in",
});
const document: WorkflowDocument = {
  schemaVersion: 1,
  nodes: [
    node("t", "start", "trigger.manual"),
    node("a", "left"),
    node("b", "right"),
    node("j", "both", "control.join"),
  ],
  edges: [edge("t", "a"), edge("t", "b"), edge("a", "j"), edge("b", "j")],
};

function overlay(...events: RunEvent[]) {
  const store = createRunOverlayStore();
  store.getState().show("run_1");
  store.getState().take(events.map((event, i) => ({ seq: i + 1, event })));
  return store;
}

const started: RunEvent = { type: "run.started", at: 1_000, trigger: "t", input: { x: 1 }, build: "b" };
const done = (path: string, output: number | number[], at = 1_010): RunEvent => ({
  type: "node.completed",
  at,
  path,
  ports: ["out"],
  ms: 5,
  attempt: 1,
  output,
});

test("a tick leaves what it is not about as it was", () => {
  const store = overlay(started, done("start", 1));
  const before = store.getState().view.nodes.get("start");
  store.getState().take([{ seq: 3, event: { type: "node.started", at: 1_020, path: "left", attempt: 1 } }]);
  expect(store.getState().view.nodes.get("start")).toBe(before);
  expect(describeRunNode(store.getState(), "left")).toEqual({ status: "running", text: "Running", since: 1_020 });
});

test("a stream that repeats itself counts once", () => {
  const store = overlay(started, done("start", [1, 2]));
  const before = store.getState();
  store.getState().take([{ seq: 2, event: done("start", [1, 2]) }]);
  expect(store.getState()).toBe(before);
  // Also where what it repeats comes together with something new.
  store.getState().take([
    { seq: 2, event: done("start", [1, 2]) },
    { seq: 3, event: done("left", 1) },
  ]);
  expect(store.getState().entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(before.counts).toEqual({ start: 2 });
});

test("a thread is live while its target works, then taken; one whose port was not named is off", () => {
  const store = overlay(started, done("start", 1), { type: "node.started", at: 1_020, path: "left", attempt: 1 });
  const state = () => store.getState();
  expect(edgeRunState(state(), "start", "out", "left")).toBe("live");
  expect(edgeRunState(state(), "start", "other", "left")).toBe("off");
  expect(edgeRunState(state(), "left", "out", "both")).toBe("rest");
  store.getState().take([{ seq: 4, event: done("left", 2, 1_030) }]);
  expect(edgeRunState(state(), "start", "out", "left")).toBe("taken");
});

test("what comes into a join is by key, also from one source; elsewhere one source comes in as it is", () => {
  const state = overlay(started, done("start", 1), done("left", 2)).getState();
  expect(inputOfNode(state, "a", document)).toBe(1);
  expect(inputOfNode(state, "j", document)).toEqual({ left: 2 });
  expect(inputOfNode(state, "t", document)).toEqual({ x: 1 });
  expect(inputOfNode(state, "b", { ...document, edges: [] })).toBeUndefined();
});

test("a node that waited says for how long, not how short its own work was", () => {
  const state = overlay(
    started,
    { type: "node.waiting", at: 1_000, path: "left", kind: "time", until: 6_000 },
    done("left", 2, 6_005),
  ).getState();
  expect(describeRunNode(state, "left")?.text).toBe("Waited 5 s");
});

test("the run is shown as it was after any entry, back and forth, while it goes on", () => {
  const store = overlay(started, done("start", 1), done("left", 2), done("right", 3));
  const live = store.getState();
  const keys = () => [...store.getState().view.nodes.keys()];
  store.getState().seek(2);
  expect(keys()).toEqual(["start"]);
  expect(store.getState().outputs).toEqual({ start: 1 });
  // What comes meanwhile is kept, and not shown yet.
  store.getState().take([{ seq: 5, event: done("both", 4) }]);
  expect(keys()).toEqual(["start"]);
  store.getState().seek(4);
  expect(keys()).toEqual(["start", "left", "right"]);
  expect({ ...store.getState().view, seq: 0 }).toEqual({ ...live.view, seq: 0 });
  store.getState().seek(1);
  expect([store.getState().state, keys(), store.getState().settled]).toEqual(["running", [], 0]);
  store.getState().seek(null);
  expect(keys()).toEqual(["start", "left", "right", "both"]);
  expect(store.getState().entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
});

test("what a node is writing is shown while it works, and never of a moment before", () => {
  const store = overlay(started, { type: "node.started", at: 1_001, path: "left", attempt: 1 });
  const written = () => writtenBy(store.getState(), store.getState().nodes.get("left"));
  expect(written()).toBeUndefined();
  store.getState().write([
    { path: "left", delta: { at: 0, text: "Once" } },
    { path: "left", delta: { at: 4, text: " upon" } },
  ]);
  expect(written()).toBe("Once upon");
  store.getState().seek(1);
  expect(written()).toBeUndefined();
  store.getState().seek(null);
  store.getState().take([{ seq: 3, event: done("left", 1) }]);
  expect(written()).toBeUndefined();
});
