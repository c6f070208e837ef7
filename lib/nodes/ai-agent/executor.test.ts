import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { modelNode } from "../../ai/testing-node.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { type LoopbackServer, startLoopbackServer } from "../../outbound/testing.ts";
import { type OpenKnowledge, openKnowledge } from "../../rag/testing/open-knowledge.ts";
import executor from "./executor.ts";

const node = modelNode(executor);

/** Orders by number; it notes what it is asked. */
let shop: LoopbackServer;
const asked: { method: string; url: string; key: string | undefined; body: string }[] = [];
let answer: { status: number; body: string } = { status: 200, body: '{"state":"shipped"}' };
beforeAll(async () => {
  shop = await startLoopbackServer(async (request, response) => {
    const body = (await request.toArray()).join("");
    const key = request.headers["idempotency-key"] as string | undefined;
    asked.push({ method: request.method ?? "", url: request.url ?? "", key, body });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
});
afterEach(() => {
  asked.length = 0;
  answer = { status: 200, body: '{"state":"shipped"}' };
});
afterAll(() => shop.close());

const getOrder = (): JsonObject => ({
  kind: "http",
  name: "get_order",
  description: "Looks up an order.",
  url: `${shop.origin}/orders/{number}`,
  parameters: [{ name: "number", in: "path", type: "number" }],
});
const addUp: JsonObject = {
  kind: "node",
  name: "join_words",
  description: "Writes a text.",
  type: "data.template",
  config: { template: "" },
  open: [{ field: "template", description: "The text." }],
};
const base = (more: JsonObject = {}): JsonObject => ({
  model: "crd_local/llama3.2",
  prompt: "Where is order 48213?",
  tools: [getOrder(), addUp],
  ...more,
});
const wants = (name: string, input: object | string, id = "call_1") => ({ tools: [{ id, name, input }] });
const sent = (at: number) => JSON.stringify(node.models().requests[at]?.body ?? null);

describe("the loop", () => {
  it("asks, uses what is wanted, and answers with what came back; each a sub-step", async () => {
    node.models().next(wants("get_order", { number: 48213 }), { text: "It is on its way." });
    const remembered = new Map<string, Json>();
    const { output } = await node.run(base(), { remembered });
    expect(output).toMatchObject({
      text: "It is on its way.",
      turns: 2,
      calls: [{ tool: "get_order", failed: false }],
      stoppedBy: null,
      usage: { inputTokens: 22, outputTokens: 14 },
      uncertain: { calls: 0, cost: 0 },
    });
    expect([...remembered.keys()]).toEqual(["model#1", "get_order#1", "model#2"]);
    expect(asked).toMatchObject([{ method: "GET", url: "/orders/48213" }]);
    expect(sent(1)).toContain("shipped");
    expect(sent(0)).toContain("Looks up an order.");
  });

  it("does nothing again that it remembers", async () => {
    node.models().next(wants("get_order", { number: 1 }), wants("get_order", { number: 2 }), { text: "Both." });
    const remembered = new Map<string, Json>();
    const first = await node.run(base(), { remembered });
    for (const kept of [0, 1, 2, 3, 4]) {
      const before = new Map([...remembered].slice(0, kept));
      asked.length = 0;
      node.models().requests.length = 0;
      const rest: Parameters<ReturnType<typeof node.models>["next"]> = [
        wants("get_order", { number: 1 }),
        wants("get_order", { number: 2 }),
        { text: "Both." },
      ];
      const modelsKept = [...before.keys()].filter((key) => key.startsWith("model")).length;
      node.models().next(...rest.slice(modelsKept));
      const again = await node.run(base(), { remembered: before });
      expect(again.output.text).toBe(first.output.text);
      expect(node.models().requests).toHaveLength(3 - modelsKept);
      expect(asked).toHaveLength(2 - (kept - modelsKept));
    }
  });

  it("uses several tools of one turn side by side, and gives each result to its call", async () => {
    node.models().next(
      {
        tools: [
          { id: "a", name: "get_order", input: { number: 1 } },
          { id: "b", name: "join_words", input: { template: "two" } },
        ],
      },
      { text: "Done." },
    );
    await node.run(base());
    const { messages } = (node.models().requests[1] as { body: object }).body as {
      messages: { role: string; tool_call_id?: string; content: string }[];
    };
    expect(messages.filter(({ role }) => role === "tool")).toMatchObject([
      { tool_call_id: "a", content: expect.stringContaining("shipped") },
      { tool_call_id: "b", content: '{"text":"two"}' },
    ]);
  });

  it("tells the model of what failed, and remembers that it did", async () => {
    answer = { status: 404, body: '{"error":"no such order"}' };
    node.models().next(wants("get_order", { number: 7 }), { text: "There is none." });
    const remembered = new Map<string, Json>();
    const { output } = await node.run(base(), { remembered });
    expect(output).toMatchObject({ text: "There is none.", calls: [{ tool: "get_order", failed: true }] });
    expect(sent(1)).toContain("The service answered 404");
    expect(remembered.get("get_order#1")).toMatchObject({ failed: true, text: expect.stringContaining("404") });
  });

  it("cuts what a tool gives", async () => {
    answer = { status: 200, body: JSON.stringify({ text: "x".repeat(5_000) }) };
    const remembered = new Map<string, Json>();
    node.models().next(wants("get_order", { number: 7 }), { text: "Long." });
    await node.run(base({ resultCharacters: 300 }), { remembered });
    expect(sent(1)).toContain("(cut: 300 of ");
    expect(sent(1).length).toBeLessThan(4_000);
    expect(remembered.get("get_order#1")).toMatchObject({ cutFrom: expect.any(Number) });
  });

  it("shows what the model thinks and writes while it does", async () => {
    const seen: Json[] = [];
    node.models().next({ thought: "Five digits.", ...wants("get_order", { number: 1 }) }, { text: "All is well." });
    await node.run(base(), { emit: (delta) => seen.push(delta) });
    expect(seen).toContainEqual({ at: 0, text: "Five digits." });
    expect(seen).toContainEqual({ at: 0, text: "All" });
  });
});

describe("knowledge", () => {
  let open: OpenKnowledge;
  beforeAll(async () => {
    open = await openKnowledge();
    await open.fill("Handbook", { zips: "Zips are covered for five years.", seams: "Seams are covered for three." });
  });
  afterAll(() => open.close());

  const search = (name: string): JsonObject => ({
    kind: "knowledge",
    name,
    description: "Finds.",
    base: "Handbook",
    count: 2,
  });
  const find = (name: string, more: JsonObject = {}): JsonObject => ({
    kind: "node",
    name,
    description: "Finds too.",
    type: "knowledge.retrieve",
    config: { base: "Handbook", count: 2 },
    open: [{ field: "query" }],
    ...more,
  });
  const given = (remembered: Map<string, Json>, step: string) =>
    (JSON.parse((remembered.get(step) as { text: string }).text) as { passages: JsonObject[] }).passages;
  const numbers = (remembered: Map<string, Json>, ...steps: string[]) =>
    steps.map((step) => given(remembered, step).map(({ number }) => number));

  it("no two passages have one number, whether found side by side or one after the other", async () => {
    const both = [...wants("first", { query: "zips" }).tools, ...wants("second", { query: "seams" }, "call_2").tools];
    node.models().next({ tools: both }, wants("first", { query: "covered" }, "call_3"), { text: "Covered [3]." });
    const remembered = new Map<string, Json>();
    const tools = [search("first"), search("second")];
    await node.run(base({ tools }), { remembered, knowledge: open.knowledge });
    expect(numbers(remembered, "first#1", "second#1", "first#2")).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(given(remembered, "second#1")[0]?.link).toMatch(/\/knowledge\/documents\/doc_\w+\?at=0$/);
  });

  it("a node that searches counts on with it, also entered again after some of them", async () => {
    const both = [...wants("find", { query: "zips" }).tools, ...wants("search", { query: "seams" }, "call_2").tools];
    const turns = [{ tools: both }, wants("find", { query: "covered" }, "call_3"), { text: "Covered [3]." }];
    node.models().next(...turns);
    const remembered = new Map<string, Json>();
    const run = { knowledge: open.knowledge };
    const config = base({ tools: [find("find"), search("search")] });
    await node.run(config, { ...run, remembered });
    const expected = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    expect(numbers(remembered, "find#1", "search#1", "find#2")).toEqual(expected);
    expect(given(remembered, "find#2")[0]).toMatchObject({
      text: expect.stringMatching(/covered/),
      document: { id: expect.stringMatching(/^doc_/), name: expect.stringMatching(/zips|seams/) },
      link: expect.stringMatching(/\/knowledge\/documents\/doc_\w+\?at=0$/),
    });
    // Every number once: nothing says [1] of another passage beside.
    expect(sent(2)).not.toContain("[1]");
    for (const lost of ["find#1", "search#1", "find#2"]) {
      const before = new Map([...remembered].filter(([key]) => key !== lost && key !== "model#3"));
      node.models().next({ text: "Covered [3]." });
      await node.run(config, { ...run, remembered: before });
      expect(numbers(before, "find#1", "search#1", "find#2"), lost).toEqual(expected);
    }
  });

  it("how many there may be, the model may say", async () => {
    const open_ = [{ field: "query" }, { field: "count" }];
    const two = [
      ...wants("find", { query: "zips", count: 1 }).tools,
      ...wants("find", { query: "seams", count: 2 }, "call_2").tools,
    ];
    node.models().next({ tools: two }, wants("find", { query: "covered", count: 0 }, "call_3"), { text: "Covered." });
    const remembered = new Map<string, Json>();
    await node.run(base({ tools: [find("find", { open: open_ })] }), { remembered, knowledge: open.knowledge });
    expect(numbers(remembered, "find#1", "find#2")).toEqual([[1], [2, 3]]);
    expect(remembered.get("find#3")).toMatchObject({ failed: true, text: expect.stringContaining("1 to 100") });
  });
});

describe("what a model wants and does not get", () => {
  it.each([
    ["an argument of another kind", wants("get_order", { number: "four" }), "does not fit"],
    ["an argument too many", wants("get_order", { number: 1, host: "evil.example" }), "does not fit"],
    ["no argument", wants("get_order", {}), "does not fit"],
    ["no JSON", wants("get_order", '{"number": 4'), "not JSON"],
    [
      "a tool that there is not",
      wants("read_secrets", {}),
      "there is no tool read_secrets. There are: get_order, join_words",
    ],
    ["a list", wants("get_order", "[1]"), "Refused"],
  ])("%s: it is told why, and goes on", async (_, wish, because) => {
    node.models().next(wish, { text: "Sorry." });
    const remembered = new Map<string, Json>();
    expect((await node.run(base(), { remembered })).output).toMatchObject({ text: "Sorry.", calls: [] });
    expect(sent(1)).toContain(because);
    expect(asked).toEqual([]);
    expect(remembered.get("model#2")).toMatchObject({ refusals: [{ because: expect.any(String) }] });
  });

  it("is given up after three such turns in a row", async () => {
    node.models().next(...Array.from({ length: 3 }, () => wants("read_secrets", {})));
    await expect(node.run(base())).rejects.toMatchObject({
      code: "upstream",
      message: expect.stringContaining("3 turns in a row"),
    });
    expect(node.models().requests).toHaveLength(3);
  });

  it("the very same again and again: refused, and the limit of turns ends it", async () => {
    node.models().next(...Array.from({ length: 8 }, () => wants("get_order", { number: 1 })));
    await expect(node.run(base({ maxSteps: 5 }))).rejects.toMatchObject({ code: "quota", details: { limit: "turns" } });
    expect(asked).toHaveLength(3);
    expect(sent(4)).toContain("3 times with this very input");
  });

  it.each([
    ["..", "one part of a path"],
    ["a/../../admin", "one part of a path"],
    ["", "one part of a path"],
    ["\u0000", "one part of a path"],
  ])("a path that is bent: %j", async (number, because) => {
    const tool = { ...getOrder(), parameters: [{ name: "number", in: "path", type: "text" }] };
    node.models().next(wants("get_order", { number }), { text: "No." });
    await node.run(base({ tools: [tool] }));
    expect(asked).toEqual([]);
    expect(sent(1)).toContain(because);
  });

  it("a value with signs of addresses stays one part of the path, and one value of the query", async () => {
    const tool = {
      ...getOrder(),
      parameters: [
        { name: "number", in: "path" },
        { name: "q", in: "query" },
      ],
    };
    node.models().next(wants("get_order", { number: "4@evil.example/?x#y:é", q: "a&admin=1" }), { text: "No." });
    await node.run(base({ tools: [tool] }));
    expect(asked.map(({ url }) => url)).toEqual(["/orders/4%40evil.example%2F%3Fx%23y%3A%C3%A9?q=a%26admin%3D1"]);
  });

  it("text in braces is no expression", async () => {
    node.models().next(wants("join_words", { template: "{{ 6 * 7 }}" }), { text: "Ok." });
    await node.run(base());
    expect(sent(1)).toContain("{{ 6 * 7 }}");
  });
});

describe("limits", () => {
  const endless = (times = 12) =>
    node.models().next(...Array.from({ length: times }, (_, number) => wants("get_order", { number })));
  it.each([
    ["turns", { maxSteps: 3 }, 3],
    ["tokens", { maxTokens: 100 }, 5],
    ["cost", { maxCost: 0.0001, model: "crd_openai/gpt-5-mini" }, null],
  ] as const)("%s", async (limit, more, turns) => {
    endless();
    await expect(node.run(base(more))).rejects.toMatchObject({
      code: "quota",
      retry: "never",
      message: expect.stringContaining("It spent"),
      details: { limit, turns: turns ?? expect.any(Number) },
    });
  });

  it("time: what is remembered counts, and nothing more begins", async () => {
    node.models().next(wants("get_order", { number: 1 }), { text: "Shipped." });
    const remembered = new Map<string, Json>();
    await node.run(base(), { remembered });
    asked.length = 0;
    const turn = remembered.get("model#1") as JsonObject;
    const slow = new Map<string, Json>([["model#1", { ...turn, ms: 5_000 }]]);
    await expect(node.run(base({ timeoutMs: 2_000 }), { remembered: slow })).rejects.toMatchObject({
      code: "quota",
      details: { limit: "time", turns: 1 },
    });
    expect(asked).toEqual([]);
  });

  it("answers with what there is, where that is wanted: the last turn is told so", async () => {
    node.models().next(wants("get_order", { number: 1 }), { text: "As far as I know: shipped." });
    const { output } = await node.run(base({ maxSteps: 2, onLimit: "answer" }));
    expect(output).toMatchObject({ text: "As far as I know: shipped.", stoppedBy: null });
    expect(sent(1)).toContain("You can use no more tools now");
    node.models().next(wants("get_order", { number: 1 }), { ...wants("get_order", { number: 2 }), text: "Wait." });
    expect((await node.run(base({ maxSteps: 2, onLimit: "answer" }))).output).toMatchObject({
      text: "Wait.",
      stoppedBy: "turns",
    });
  });

  it("counts what may have been paid besides", async () => {
    const remembered = new Map<string, Json>();
    node.models().next(wants("get_order", { number: 1 }), { text: "Shipped." });
    await node.run(base({ model: "crd_openai/gpt-5-mini" }), { remembered });
    const turn = remembered.get("model#1") as JsonObject;
    remembered.set("model#1", { ...turn, lost: 2 });
    const { output } = await node.run(base({ model: "crd_openai/gpt-5-mini" }), { remembered });
    expect(output.uncertain).toEqual({ calls: 2, cost: Number(turn.cost) * 2 });
    await expect(
      node.run(base({ model: "crd_openai/gpt-5-mini", maxCost: Number(turn.cost) * 2 }), { remembered }),
    ).rejects.toMatchObject({
      details: { limit: "cost", turns: 1 },
    });
  });
});

describe("a provider in trouble", () => {
  it.each([
    [
      { status: 429, headers: { "retry-after": "3" } },
      { code: "rate_limited", retry: { afterMs: 3_000 } },
    ],
    [{ status: 503 }, { code: "upstream", retry: "default" }],
    [{ half: "I would say", ends: "broken" as const }, { code: "network" }],
    [{ malformed: true as const }, { code: "upstream" }],
    [
      { status: 400, body: '{"error":{"code":"context_length_exceeded","message":"too long"}}' },
      { code: "invalid_input", message: expect.stringContaining("It was given what 1 uses of tools came to") },
    ],
  ])("in the middle of the loop: %o", async (trouble, error) => {
    node.models().next(wants("get_order", { number: 1 }), trouble);
    const remembered = new Map<string, Json>();
    await expect(node.run(base(), { remembered })).rejects.toMatchObject(error);
    // What was done stays done.
    node.models().next({ text: "Shipped." });
    expect((await node.run(base(), { remembered })).output.text).toBe("Shipped.");
    expect(asked).toHaveLength(1);
  });
});
