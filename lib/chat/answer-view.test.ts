import { expect, test } from "vitest";
import type { RunEvent } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import { answerView } from "./answer-view.ts";
import type { ChatPlan } from "./chat-plan.ts";

const plan: ChatPlan = {
  responds: ["reply"],
  writers: ["ask", "helper"],
  isVerbatim: true,
  shown: [
    { key: "find", title: "Find in knowledge", kind: "search" },
    { key: "helper", title: "Helper", kind: "agent" },
  ],
};

const viewOf = (...events: RunEvent[]) =>
  answerView(
    events.map((event, index) => ({ seq: index + 1, event })),
    plan,
  );

const done = (path: string, output: Json): RunEvent => ({
  type: "node.completed",
  at: 1,
  path,
  ports: ["out"],
  ms: 12,
  attempt: 1,
  output,
});
const passage = (number: number, name: string) => ({
  number,
  text: `Text ${number}`,
  context: `Before. Text ${number} After.`,
  headings: ["Warranty"],
  document: { id: `doc_${number}`, name, url: null, metadata: {} },
  pages: { from: number, to: number },
});
const found = done("find", { text: "[1] …", passages: [passage(1, "policy.pdf"), passage(2, "handbook.pdf")] });
const written = done("ask", {
  text: "Covered [1].",
  usage: { inputTokens: 30, outputTokens: 5 },
  finishReason: "length",
});
const end: RunEvent = { type: "run.completed", at: 2, outputOf: "ask" };

test("grows with its run, and is the run's answer in the end", () => {
  expect(viewOf()).toMatchObject({ state: "running", text: "", tools: [], sources: [] });
  expect(viewOf(found)).toMatchObject({
    state: "running",
    text: "",
    tools: [{ path: "find", name: "Find in knowledge", got: "2 passages: policy.pdf, handbook.pdf", state: "done" }],
    sources: [
      { number: 1, name: "policy.pdf", documentId: "doc_1", pages: { from: 1, to: 1 } },
      { number: 2, context: "Before. Text 2 After." },
    ],
  });
  expect(viewOf(found, written)).toMatchObject({ state: "running", text: "Covered [1]." });
  expect(viewOf(found, written, end)).toMatchObject({
    state: "done",
    text: "Covered [1].",
    isCut: true,
    usage: { read: 30, written: 5 },
  });
});

test("sources of several searches stand side by side, and a number counts for the last that gave it", () => {
  const tool = (numbers: readonly number[], name: string): RunEvent => {
    const link = "https://heddle.example/knowledge/documents/doc_9?at=120";
    const passages = numbers.map((number) => ({ number, document: name, link, text: `${name} ${number}` }));
    const output = { kind: "tool", name: "search", input: {}, text: JSON.stringify({ passages }), failed: false };
    return { type: "step.completed", at: 1, path: "helper/search#1", name: "search", ms: 3, output };
  };
  const { sources } = viewOf(tool([1, 2], "policy"), tool([3], "prices"), tool([2], "kits"));
  expect(sources.map(({ number, text }) => [number, text])).toEqual([
    [1, "policy 1"],
    [3, "prices 3"],
    [2, "kits 2"],
  ]);
  expect(sources[0]).toMatchObject({ documentId: "doc_9", from: 120 });
  // What another node had found before, nobody answered from.
  const after = viewOf(found, tool([1], "policy"), tool([2], "kits")).sources;
  expect(after.map(({ name }) => name)).toEqual(["policy", "kits"]);
  const before = viewOf(tool([7], "policy"), found).sources;
  expect(before.map(({ name }) => name)).toEqual(["policy.pdf", "handbook.pdf"]);
});

test("what a node found as an agent's tool opens as the passages of a search do", () => {
  const output = {
    kind: "tool",
    name: "find",
    input: {},
    text: JSON.stringify({ passages: [passage(4, "policy")], notes: [] }),
  };
  const { sources, tools } = viewOf({
    type: "step.completed",
    at: 1,
    path: "helper/find#2",
    name: "find",
    ms: 3,
    output,
  });
  expect(sources).toMatchObject([{ number: 4, name: "policy", documentId: "doc_4", pages: { from: 4, to: 4 } }]);
  expect(tools).toMatchObject([{ name: "find", got: "1 passage: policy" }]);
});

test("a Respond answers before the end, with its own sources", () => {
  const body = { text: "It is.", citations: [{ number: 7, name: "Rules", text: "All of them.", url: "javascript:x" }] };
  const replied = viewOf(found, written, done("reply", { status: 200, headers: {}, body }));
  expect(replied).toMatchObject({ state: "done", text: "It is.", sources: [{ number: 7, name: "Rules", url: null }] });
  const without = viewOf(found, done("reply", { status: 404, headers: {}, body: "None." }));
  expect(without).toMatchObject({ state: "done", text: "None.", sources: [{ number: 1 }, { number: 2 }] });
});

test.each<[Json, string]>([
  ["Plain", "Plain"],
  [{ text: "Of an object", other: 1 }, "Of an object"],
  [null, ""],
  [{ a: [1] }, '```json\n{\n  "a": [\n    1\n  ]\n}\n```'],
  [3, "```json\n3\n```"],
])("the output %j is shown as text", (output, text) => {
  expect(viewOf({ type: "run.completed", at: 1, output })).toMatchObject({ state: "done", text });
});

test("what was written stays when the run is stopped or fails", () => {
  expect(viewOf(written, { type: "run.cancelled", at: 2, by: null, reason: null })).toMatchObject({
    state: "stopped",
    text: "Covered [1].",
  });
  const error = { code: "rate_limited", message: "The model has had enough.", node: "ask" };
  expect(viewOf(found, { type: "run.failed", at: 2, error })).toMatchObject({
    state: "failed",
    error: { code: "rate_limited", message: "The model has had enough." },
    sources: [{}, {}],
  });
  expect(viewOf({ type: "run.waiting", at: 1, until: null })).toMatchObject({ state: "waiting" });
});

test("an agent's uses of tools are rows, its other steps are not", () => {
  const step = (name: string, output: Json): RunEvent => ({
    type: "step.completed",
    at: 1,
    path: `helper/${name}#1`,
    name,
    ms: 94,
    output,
  });
  const tool = (name: string, input: Json, text: string, failed = false) =>
    step(name, { kind: "tool", id: "call_1", name, input, text, failed, ms: 94 });
  const passages = [
    { number: 3, document: "policy.pdf", pages: { from: 4, to: 4 }, under: "Zips", text: "Five years." },
  ];
  const { tools, sources } = viewOf(
    step("recall", { kind: "recall", summary: "", exchanges: [] }),
    step("model", { kind: "model", text: "I look." }),
    tool("get_order", { no: 48213 }, "Halden 3"),
    tool("search", { query: "zip" }, JSON.stringify({ passages })),
    tool("mail", {}, "Failed (network): Nobody is there.", true),
    step("by_hand", "What a person said"),
    step("remember", { kind: "remember" }),
    { type: "step.completed", at: 1, path: "pages/page#1", name: "page", ms: 1, output: {} },
  );
  expect(tools).toEqual([
    { path: "helper/get_order#1", name: "get_order", sent: '{ "no": 48213 }', got: "Halden 3", ms: 94, state: "done" },
    expect.objectContaining({ name: "search", got: "1 passage: policy.pdf" }),
    expect.objectContaining({ name: "mail", got: "Failed (network): Nobody is there.", state: "failed" }),
    expect.objectContaining({ name: "by_hand", got: "What a person said" }),
  ]);
  expect(sources).toMatchObject([{ number: 3, name: "policy.pdf", headings: ["Zips"], text: "Five years." }]);
  // A result that was cut is no JSON any more: it names no sources, and is shown as far as it goes.
  const cut = viewOf(tool("search", {}, '{"passages":[{"number":1,"te… (cut)'));
  expect(cut).toMatchObject({ sources: [], tools: [{ got: '{"passages":[{"number":1,"te… (cut)' }] });
});

test("what a tool gave is cut, and a source of another form is left out", () => {
  const { tools, sources } = viewOf(
    done("find", { passages: [{ text: "a".repeat(50_000), document: { name: "long.txt" } }, 7, {}, { number: 1 }] }),
    {
      type: "step.completed",
      at: 1,
      path: "helper/big#1",
      name: "big",
      ms: 1,
      output: { kind: "tool", text: "b".repeat(9_000) },
    },
  );
  expect(sources.map(({ text }) => text.length)).toEqual([20_000]);
  expect(tools.at(-1)?.got.length).toBe(4_001);
});
