import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createOutboundGate, type OutboundGate } from "../outbound/gate.ts";
import { watchSockets } from "../outbound/watch-sockets.ts";
import { type ModelReply, type ModelServer, startModelServer } from "../testing/model-server.ts";
import { TEST_KEY, testAi } from "./testing.ts";

// The answers are constructed after the published API descriptions of Cohere, Jina, Voyage, vLLM and Bedrock.
watchSockets();
let server: ModelServer;
let gate: OutboundGate;
beforeAll(async () => {
  server = await startModelServer();
  gate = createOutboundGate({ allowLoopback: true });
});
afterEach(() => {
  server.requests.length = 0;
});
afterAll(async () => {
  await gate.close();
  await server.close();
});

const json = (body: unknown): ModelReply => ({ status: 200, body: JSON.stringify(body) });
const ask = (more: object = {}) => {
  const test = testAi(gate, server.origin);
  const call = { model: "local/rerank-v3.5", query: "How many days?", passages: ["a", "b", "c"], ...more };
  return { ...test, answer: test.ai.rerank(call) };
};

it.each([
  [
    "Cohere",
    {
      id: "1",
      results: [
        { index: 2, relevance_score: 0.9 },
        { index: 0, relevance_score: 0.2 },
        { index: 1, relevance_score: 0.01 },
      ],
      meta: { billed_units: { search_units: 1 } },
    },
    null,
  ],
  [
    "Jina and vLLM",
    {
      model: "m",
      usage: { total_tokens: 40 },
      results: [
        { index: 2, document: { text: "c" }, relevance_score: 0.9 },
        { index: 0, document: { text: "a" }, relevance_score: 0.2 },
        { index: 1, document: { text: "b" }, relevance_score: 0.01 },
      ],
    },
    40,
  ],
  [
    "Voyage",
    {
      object: "list",
      data: [
        { index: 2, relevance_score: 0.9 },
        { index: 0, relevance_score: 0.2 },
        { index: 1, relevance_score: 0.01 },
      ],
      usage: { total_tokens: 40 },
    },
    40,
  ],
])("scores as %s gives them", async (_, answered, inputTokens) => {
  server.next(json(answered));
  expect(await ask().answer).toEqual({
    scores: [0.2, 0.01, 0.9],
    usage: { inputTokens },
    cost: null,
    model: "openai-compatible/rerank-v3.5",
  });
  expect(server.requests).toMatchObject([
    {
      path: "/v1/rerank",
      headers: { authorization: `Bearer ${TEST_KEY}` },
      body: { model: "rerank-v3.5", query: "How many days?", documents: ["a", "b", "c"], top_n: 3 },
    },
  ]);
});

it("asks Bedrock's runtime for agents, as the SDK does", async () => {
  server.next(json({ results: [{ index: 1, relevanceScore: 0.8 }] }));
  const { scores } = await ask({ model: "bedrock/cohere.rerank-v3-5:0" }).answer;
  expect(scores).toEqual([null, 0.8, null]);
  expect(server.requests).toMatchObject([{ path: "/rerank", headers: { authorization: `Bearer ${TEST_KEY}` } }]);
});

it("what is told twice counts once, what is not told stays open", async () => {
  server.next(
    json({
      results: [
        { index: 1, relevance_score: 0.7 },
        { index: 1, relevance_score: 0.1 },
      ],
    }),
  );
  expect((await ask().answer).scores).toEqual([null, 0.7, null]);
});

it.each([
  ["no such passage", json({ results: [{ index: 3, relevance_score: 1 }] }), "upstream"],
  ["a negative one", json({ results: [{ index: -1, relevance_score: 1 }] }), "upstream"],
  ["no list", json({ ok: true }), "upstream"],
  ["something that is no JSON", { status: 200, body: "<html>" }, "upstream"],
  ["words for numbers", json({ results: [{ index: 0, relevance_score: "high" }] }), "upstream"],
  ["a wrong key", { status: 401, body: '{"message":"invalid api token"}' }, "auth"],
  ["too many calls", { status: 429, headers: { "retry-after": "3" }, body: "{}" }, "rate_limited"],
  ["no such model", { status: 404, body: "{}" }, "not_found"],
  ["a problem of its own", { status: 500, body: "{}" }, "upstream"],
] satisfies [string, ModelReply, string][])("%s is an error in words", async (_, reply, code) => {
  server.next(reply);
  await expect(ask().answer).rejects.toMatchObject({ code, message: expect.stringMatching(/^openai-compatible/) });
});

it("is given up when it says nothing, and ends with its step", async () => {
  server.next({ hang: true }, { hang: true });
  await expect(ask({ silenceMs: 50 }).answer).rejects.toMatchObject({ code: "timeout" });
  const { answer, stop } = ask();
  await expect.poll(() => server.requests.length).toBe(2);
  stop.abort(new Error("the run was cancelled"));
  await expect(answer).rejects.toMatchObject({ code: "cancelled" });
});

it("is not asked where the provider has no such models", async () => {
  await expect(ask({ model: "anthropic/claude" }).answer).rejects.toMatchObject({ code: "invalid_config" });
  expect(server.requests).toEqual([]);
});

it("the demo's compares words, offline", async () => {
  const passages = ["Desks are shared.", "Everybody has 25 days of holiday."];
  const { scores } = await ask({ model: "demo/reranker", query: "days of holiday", passages }).answer;
  expect(scores[1]).toBeGreaterThan(scores[0] as number);
  await expect(ask({ model: "demo/writer" }).answer).rejects.toMatchObject({ code: "not_found" });
});
