import { expect, test } from "vitest";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { setConfig, setLabel } from "#lib/workflows/commands/change-node.ts";
import type { Diff } from "#lib/workflows/diff.ts";
import { createDocumentStore } from "./document-store.ts";

const document: WorkflowDocument = {
  schemaVersion: 1,
  nodes: [
    { id: "a", key: "a", type: "data.set", version: 1, config: {} },
    { id: "b", key: "b", type: "data.set", version: 1, config: {} },
  ],
  edges: [{ id: "e", source: "a", sourcePort: "out", target: "b", targetPort: "in" }],
};

function open() {
  const sent: Diff[] = [];
  let now = 0;
  const store = createDocumentStore({ document, onDiff: (diff) => sent.push(diff), now: () => now });
  const label = (text: string, gesture?: string) =>
    store.getState().commit(setLabel(store.getState().document, "a", text), "Renamed", gesture);
  return { store, sent, label, wait: (ms: number) => (now += ms), labelOf: () => store.getState().nodes.a?.label };
}

test("a change leaves the records it is not about as they were", () => {
  const { store, label } = open();
  const before = store.getState();
  label("x");
  expect(store.getState().nodes.b).toBe(before.nodes.b);
  expect(store.getState().edges).toBe(before.edges);
  expect(store.getState().takenPorts).toBe(before.takenPorts);
});

test("typing in one field is one step, until there is a pause", () => {
  const { store, label, wait, labelOf } = open();
  label("x", "label:a");
  wait(200);
  label("xy", "label:a");
  wait(5_000);
  label("xyz", "label:a");
  store.getState().undo();
  expect(labelOf()).toBe("xy");
  store.getState().undo();
  expect(labelOf()).toBeUndefined();
  expect(store.getState().undo()).toBeNull();
  store.getState().redo();
  expect(labelOf()).toBe("xy");
});

test("what is undone is saved like any other change, and a new change forgets what could be done again", () => {
  const { store, sent, label } = open();
  label("x");
  store.getState().undo();
  expect(sent).toHaveLength(2);
  label("y");
  expect(store.getState().redo()).toBeNull();
});

test("a step that somebody else's change has overtaken is not undone, and nothing is lost", () => {
  const { store, label, labelOf } = open();
  label("mine");
  const theirs = setLabel(store.getState().document, "a", "theirs");
  const other = createDocumentStore({ document: store.getState().document, onDiff: () => {} });
  other.getState().commit(theirs, "Renamed");
  store.getState().replace(other.getState().document);
  expect(store.getState().undo()).toBeNull();
  expect(labelOf()).toBe("theirs");
});

test("a change that changes nothing is no step", () => {
  const { store, sent } = open();
  store.getState().commit(setConfig(document, "a", "x", undefined), "Changed");
  expect(sent).toHaveLength(0);
  expect(store.getState().undoSteps).toHaveLength(0);
});
