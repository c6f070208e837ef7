import { expect, test } from "vitest";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import type { RunEvent } from "#lib/engine/events.ts";
import { reduceRun } from "#lib/engine/run-view.ts";
import { timelineRows } from "./timeline-rows.ts";

const document: WorkflowDocument = {
  schemaVersion: 1,
  nodes: [
    { id: "t", key: "start", type: "trigger.manual", version: 1, config: {} },
    { id: "c", key: "call", type: "http.request", version: 1, config: {} },
    { id: "l", key: "loop", type: "control.for-each", version: 1, config: {} },
  ],
  edges: [
    { id: "1", source: "t", sourcePort: "out", target: "c", targetPort: "in" },
    { id: "2", source: "c", sourcePort: "out", target: "l", targetPort: "in" },
  ],
};
const error = { code: "x", message: "no" };
const done = (path: string, at: number, ms = 1): RunEvent => ({
  type: "node.completed",
  at,
  path,
  ports: ["out"],
  ms,
  attempt: 1,
  output: null,
});
const events: RunEvent[] = [
  { type: "run.started", at: 1_000, trigger: "t", input: null, build: "b" },
  done("start", 1_000),
  { type: "node.started", at: 1_040, path: "call", attempt: 1 },
  { type: "node.retrying", at: 1_100, path: "call", attempt: 1, error, nextAt: 1_200 },
  { type: "node.started", at: 1_200, path: "call", attempt: 2 },
  { type: "step.completed", at: 1_240, path: "call/page#1", name: "page", ms: 30, output: null },
  { ...(done("call", 1_300) as object), attempt: 2 } as RunEvent,
  done("loop[1]/inner", 1_330),
  done("loop[0]/inner", 1_320, 10),
  { type: "node.started", at: 1_310, path: "loop", attempt: 1 },
];

const rowsWhen = (...open: string[]) =>
  timelineRows({
    view: reduceRun(events.map((event, i) => ({ seq: i + 1, event }))),
    document,
    start: 1_000,
    now: 1_400,
    isOpen: (id) => open.includes(id),
  });

test("a node is queued, tries, waits and tries again", () => {
  const call = rowsWhen().find(({ id }) => id === "call");
  expect(call?.bars).toEqual([
    { from: 0, to: 40, kind: "queued" },
    { from: 40, to: 100, kind: "failed" },
    { from: 100, to: 200, kind: "waiting" },
    { from: 200, to: 300, kind: "working" },
  ]);
});

test("rounds of a loop and steps of a node are inside of it, and shown when it is open", () => {
  const shape = (rows: ReturnType<typeof rowsWhen>) => rows.map(({ id, depth, open }) => [id, depth, open]);
  expect(shape(rowsWhen())).toEqual([
    ["start", 0, null],
    ["call", 0, false],
    ["loop", 0, false],
  ]);
  const rows = rowsWhen("call", "loop", "loop[1]");
  expect(shape(rows)).toEqual([
    ["start", 0, null],
    ["call", 0, true],
    ["call/page#1", 1, null],
    ["loop", 0, true],
    ["loop[0]", 1, false],
    ["loop[1]", 1, true],
    ["loop[1]/inner", 2, null],
  ]);
  expect(rows.find(({ id }) => id === "call/page#1")?.bars).toEqual([{ from: 210, to: 240, kind: "working" }]);
});

test("a start that is only reckoned back never lies before the run", () => {
  const view = reduceRun([
    { seq: 1, event: { type: "run.started", at: 1_000, trigger: "t", input: null, build: "b" } },
    { seq: 2, event: done("start", 1_000) },
    { seq: 3, event: done("loop", 1_000, 15) },
  ]);
  const rows = timelineRows({ view, document, now: 1_020, start: 1_000, isOpen: () => false });
  expect(rows.find(({ id }) => id === "loop")?.bars).toEqual([{ from: 0, to: 0, kind: "working" }]);
});
