import { expect, test } from "vitest";
import type { RunEvent } from "#lib/engine/events.ts";
import type { Json } from "#lib/engine/json.ts";
import { reduceRun } from "#lib/engine/run-view.ts";
import { callsOf, rowsOf } from "./agent-calls.ts";

const started = (path: string, at: number, attempt = 1): RunEvent => ({ type: "node.started", at, path, attempt });
const completed = (path: string, at: number, output: Json): RunEvent => ({
  type: "step.completed",
  at,
  path,
  name: path.replace(/^.*\/|#.*$/g, ""),
  ms: 5,
  output,
});
const turn = (cost: number): Json => ({
  kind: "model",
  text: "Hm.",
  toolCalls: [],
  thoughts: [],
  usage: { inputTokens: 10, outputTokens: 5, cachedInputTokens: 0, reasoningTokens: 0 },
  cost,
  model: "m",
  finishReason: "stop",
  refusals: [],
  isCut: false,
  ms: 5,
  lost: 0,
});
const tool = (name: string, failed: boolean): Json => ({
  kind: "tool",
  id: "1",
  name,
  input: {},
  text: "",
  failed,
  cutFrom: null,
  usage: null,
  cost: null,
  ms: 5,
  lost: 0,
});
const events: RunEvent[] = [
  { type: "run.started", at: 0, trigger: "t", input: null, build: "b" },
  started("agent", 1),
  started("agent/recall#1", 2),
  completed("agent/recall#1", 3, { kind: "recall", summary: "", exchanges: [] }),
  started("agent/model#1", 4),
  { type: "run.resumed", at: 50, build: "b" },
  started("agent/model#1", 51, 2),
  completed("agent/model#1", 60, turn(0.003)),
  started("agent/get_order#1", 61),
  started("agent/find_policy#1", 61),
  completed("agent/find_policy#1", 65, tool("find_policy", true)),
  started("other/agent/model#1", 66),
  started("agent/inner/model#1", 66),
  completed("agent/get_order#1", 70, tool("get_order", false)),
  started("agent/model#2", 71),
];
const after = (count: number) => reduceRun(events.slice(0, count).map((event, i) => ({ seq: i + 1, event })));
const shown = (count: number) => callsOf(after(count), "agent", true).map(({ name, status }) => `${name} ${status}`);

test("what an agent does is listed in the order in which it began, as it stands", () => {
  expect(shown(10)).toEqual(["recall done", "model done", "get_order running", "find_policy running"]);
  expect(shown(15)).toEqual(["recall done", "model done", "get_order done", "find_policy failed", "model running"]);
});

test("a card has a row for each tool, and for the model while it is asked", () => {
  const rows = (count: number) => rowsOf(callsOf(after(count), "agent", true)).map(({ name }) => name);
  expect(rows(7)).toEqual(["model"]);
  expect(rows(11)).toEqual(["get_order", "find_policy"]);
  expect(rows(15)).toEqual(["get_order", "find_policy", "model"]);
});

test("a call that was under way when its server stopped is marked, with what it may have cost", () => {
  const [, model, order] = callsOf(after(15), "agent", true);
  expect(model).toMatchObject({ lost: 1, lostCost: 0.003, turn: { cost: 0.003 } });
  expect(order).toMatchObject({ lost: 0 });
  // One that a person is asked about has not been made again yet.
  const asked: RunEvent = { type: "node.waiting", at: 72, path: "agent/model#2", kind: "uncertain", until: null };
  const view = reduceRun([{ seq: 16, event: asked }], after(15));
  expect(callsOf(view, "agent", true).at(-1)).toMatchObject({ status: "waiting", lost: 1, lostCost: null });
});

test("steps of other nodes are listed as they are", () => {
  const view = reduceRun([{ seq: 1, event: completed("http/page#1", 10, { status: 200 }) }]);
  expect(callsOf(view, "http", false)).toMatchObject([{ kind: "other", name: "page", status: "done", turn: null }]);
});
