import { expect, test, vi } from "vitest";
import { ApiProblem } from "#lib/api/client.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { setLabel } from "#lib/workflows/commands/change-node.ts";
import { applyDiff, type Diff } from "#lib/workflows/diff.ts";
import { createSaver } from "./saver.ts";
import type { UnsentDiff, UnsentStore } from "./unsent-diffs.ts";

const empty: WorkflowDocument = {
  schemaVersion: 1,
  nodes: [
    { id: "a", key: "a", type: "data.set", version: 1, config: {} },
    { id: "b", key: "b", type: "data.set", version: 1, config: {} },
  ],
  edges: [],
};

/** What the server holds, with the rule of its document door: a stale revision is refused. */
function server() {
  const stored = { revision: 1, document: empty };
  let down: ApiProblem | null = null;
  return {
    stored,
    fail(status: number) {
      down = new ApiProblem({ code: "x", status, detail: "refused" });
    },
    work() {
      down = null;
    },
    change(diff: Diff) {
      stored.document = applyDiff(stored.document, diff);
      stored.revision += 1;
    },
    async patch(revision: number, diff: Diff) {
      if (down) throw down;
      if (revision !== stored.revision) throw new ApiProblem({ code: "stale", status: 412, detail: "stale" });
      this.change(diff);
      return { revision: stored.revision };
    },
  };
}

function open(remote = server()) {
  let shown = empty;
  let kept: UnsentDiff | null = null;
  const unsent: UnsentStore = {
    takeOver: async () => [],
    keep: async (diff) => {
      kept = diff;
    },
    clear: async () => {
      kept = null;
    },
    close: () => {},
  };
  const saver = createSaver({
    workflowId: "wf",
    revision: 1,
    document: empty,
    unsent,
    shown: () => shown,
    show: (next) => {
      shown = next;
    },
    patch: (revision, diff) => remote.patch(revision, diff),
    fetch: async () => ({ ...remote.stored }),
    latest: async () => remote.stored.revision,
  });
  const label = (node: string, text: string) => {
    const diff = setLabel(shown, node, text);
    shown = applyDiff(shown, diff);
    saver.push(diff);
  };
  const labelOf = (document: WorkflowDocument, node: string) => document.nodes.find(({ id }) => id === node)?.label;
  return { saver, remote, label, labelOf, shown: () => shown, kept: () => kept };
}

test("a change is kept in the browser at once and forgotten when the server has it", async () => {
  const { saver, remote, label, labelOf, kept } = open();
  label("a", "x");
  expect(kept()).not.toBeNull();
  expect(await saver.flush()).toBe(true);
  expect(labelOf(remote.stored.document, "a")).toBe("x");
  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 2 });
  expect(kept()).toBeNull();
});

test("changes of others are taken over, and mine go on top", async () => {
  const { saver, remote, label, labelOf, shown } = open();
  remote.change(setLabel(empty, "b", "theirs"));
  label("a", "mine");
  expect(await saver.flush()).toBe(true);
  for (const document of [shown(), remote.stored.document]) {
    expect(labelOf(document, "a")).toBe("mine");
    expect(labelOf(document, "b")).toBe("theirs");
  }
  expect(saver.state.getState().conflicts).toEqual([]);
});

test("the same field on both sides is a conflict that shows both, and theirs holds until somebody chooses", async () => {
  const { saver, remote, label, labelOf, shown } = open();
  remote.change(setLabel(empty, "a", "theirs"));
  label("a", "mine");
  await saver.flush();
  expect(labelOf(shown(), "a")).toBe("theirs");
  expect(saver.state.getState().conflicts).toMatchObject([{ nodeId: "a", mine: "mine", theirs: "theirs" }]);
});

test("without a server changes pile up here, and go out in one when it is back", async () => {
  const { saver, remote, label, labelOf, kept } = open();
  remote.fail(0);
  label("a", "x");
  expect(await saver.flush()).toBe(false);
  expect(saver.state.getState().status).toBe("offline");
  label("b", "y");
  expect(kept()?.diff.nodes).toHaveLength(2);
  remote.work();
  expect(await saver.flush()).toBe(true);
  expect(remote.stored.revision).toBe(2);
  expect([labelOf(remote.stored.document, "a"), labelOf(remote.stored.document, "b")]).toEqual(["x", "y"]);
});

test.each([
  [401, "signed-out"],
  [422, "refused"],
  [500, "offline"],
])("an answer %i shows as %s, and the change stays here", async (status, shownAs) => {
  const { saver, remote, label, kept } = open();
  remote.fail(status);
  label("a", "x");
  expect(await saver.flush()).toBe(false);
  expect(saver.state.getState().status).toBe(shownAs);
  expect(kept()).not.toBeNull();
  saver.close();
});

test("what was left from before a reload goes on top of what is there now, and what had arrived is not sent twice", async () => {
  const { saver, remote, labelOf, shown } = open();
  const left: UnsentDiff = { workflowId: "wf", revision: 1, base: empty, diff: setLabel(empty, "a", "left"), at: 0 };
  saver.restore([left]);
  await saver.flush();
  expect(labelOf(shown(), "a")).toBe("left");
  expect(remote.stored.revision).toBe(2);
  saver.restore([left]);
  await saver.flush();
  expect(remote.stored.revision).toBe(2);
});

test("coming back takes over what others saved meanwhile", async () => {
  const { saver, remote, labelOf, shown } = open();
  remote.change(setLabel(empty, "b", "theirs"));
  await saver.refresh();
  expect(labelOf(shown(), "b")).toBe("theirs");
  expect(saver.state.getState().revision).toBe(2);
});

test("a change made while another is on its way is sent after it", async () => {
  const { saver, remote, label, labelOf } = open();
  label("a", "1");
  const first = saver.flush();
  label("a", "2");
  await first;
  await vi.waitFor(() => expect(saver.state.getState().status).toBe("saved"));
  expect(labelOf(remote.stored.document, "a")).toBe("2");
});
