import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createOutboundGate, type OutboundGate } from "../outbound/gate.ts";
import { watchSockets } from "../outbound/watch-sockets.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";
import type { ModelCall, ModelMessage, ModelTool } from "./calls.ts";
import { readParts, TEST_KEY, testAi } from "./testing.ts";

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

const LOCAL = "crd_local/llama3.2";
const getOrder: ModelTool = {
  name: "get_order",
  description: "Looks up an order by its number.",
  input: { type: "object", properties: { number: { type: "integer" } }, required: ["number"] },
};
const findPolicy: ModelTool = {
  name: "find_policy",
  description: "Finds what the house rules say.",
  input: { type: "object", properties: { question: { type: "string" } } },
};
const ai = () => testAi(gate, server.origin).ai;
const ask = (more: Partial<ModelCall> = {}) =>
  ai().generate({ model: LOCAL, prompt: "Where is order 48213?", tools: [getOrder, findPolicy], ...more });

const everyone = ["openai", "anthropic", "google", "azure", "bedrock", "local"];

it.each(everyone)("%s: says which tools it wants, several at once, and does nothing of it", async (provider) => {
  server.next({
    text: "Let me look.",
    tools: [
      { id: "call_1", name: "get_order", input: { number: 48213 } },
      { id: "call_2", name: "find_policy", input: { question: "late" } },
    ],
  });
  const answer = await ask({ model: `crd_${provider}/test-model` });
  expect(answer).toMatchObject({
    text: "Let me look.",
    finishReason: "tool-calls",
    toolCalls: [
      { name: "get_order", input: { number: 48213 } },
      { name: "find_policy", input: { question: "late" } },
    ],
  });
  expect(server.requests).toHaveLength(1);
  expect(JSON.stringify(server.requests[0]?.body)).toContain("Looks up an order by its number.");
});

it.each(everyone)(
  "%s: goes on with what the tools gave, and with what the provider wants to see again",
  async (provider) => {
    server.next({ tools: [{ id: "call_1", name: "get_order", input: { number: 48213 } }] }, { text: "In Leeds." });
    const first = await ask({ model: `crd_${provider}/test-model` });
    const { text, toolCalls, thoughts } = first;
    const prompt: ModelMessage[] = [
      { role: "user", text: "Where is order 48213?" },
      { role: "assistant", text, toolCalls, thoughts },
      {
        role: "tool",
        results: toolCalls.map(({ id, name }) => ({ callId: id, name, text: "It is in Leeds.", failed: false })),
      },
    ];
    expect(await ask({ model: `crd_${provider}/test-model`, prompt })).toMatchObject({
      text: "In Leeds.",
      toolCalls: [],
    });
    const sent = JSON.stringify(server.requests[1]?.body);
    expect(sent).toContain("It is in Leeds.");
    expect(sent).toContain("48213");
    if (provider === "google") expect(sent).toContain("signed get_order");
  },
);

it("tells what it thinks apart from what it answers", async () => {
  server.next({ thought: "Order numbers have five digits.", text: "Yes." });
  const { seen } = await readParts(ai().stream({ model: LOCAL, prompt: "Hi.", tools: [getOrder] }));
  expect(seen.join("")).toBe("Yes.");
  server.next({ thought: `I know ${TEST_KEY}`, text: "Yes." });
  const thoughts: string[] = [];
  for await (const part of ai().stream({ model: LOCAL, prompt: "Hi." })) {
    if (part.type === "thought") thoughts.push(part.text);
    if (part.type === "answer") expect(part.answer.thoughts).toHaveLength(1);
  }
  expect(thoughts.join("")).toMatch(/^I know /);
  expect(thoughts.join("")).not.toContain(TEST_KEY);
});

it("says what is wrong with a wish that cannot be read, or is for a tool it was not offered", async () => {
  server.next({
    tools: [
      { id: "call_1", name: "get_order", input: '{"number": 48' },
      { id: "call_2", name: "read_secrets", input: {} },
    ],
  });
  const { toolCalls } = await ask();
  expect(toolCalls).toMatchObject([
    { name: "get_order", problem: expect.stringContaining("not JSON") },
    { name: "read_secrets", problem: expect.stringContaining("no tool read_secrets") },
  ]);
});

it.each([
  "gemma:2b does not support tools",
  "No endpoints found that support tool use. Try disabling tools.",
  "This model does not support function calling",
])("a model that knows no tools: %s", async (message) => {
  server.next({ status: 400, body: JSON.stringify({ error: { message } }) });
  await expect(ask()).rejects.toMatchObject({
    code: "invalid_config",
    message: expect.stringContaining("cannot use tools"),
    retry: "never",
  });
});

it("a limit in dollars needs a price, and nobody is asked without one", async () => {
  await expect(ask({ needsPrice: true })).rejects.toMatchObject({ details: { reason: "no_price" } });
  expect(server.requests).toHaveLength(0);
  await ask({ needsPrice: true, model: "crd_openai/gpt-5-mini" });
  expect(server.requests).toHaveLength(1);
});

it("the demo uses the tools that a question speaks of, one after the other, then answers", async () => {
  const call: ModelCall = { model: "demo/writer", prompt: "", tools: [getOrder, findPolicy] };
  const messages: ModelMessage[] = [{ role: "user", text: "Get order 48213, then find the policy." }];
  for (const [name, input] of [
    ["get_order", { number: 48213 }],
    ["find_policy", { question: "Get order 48213, then find the policy." }],
  ] as const) {
    const { text, toolCalls, finishReason, cost } = await ai().generate({ ...call, prompt: messages });
    expect({ toolCalls, finishReason, cost }).toEqual({
      toolCalls: [{ id: expect.any(String), name, input }],
      finishReason: "tool-calls",
      cost: 0,
    });
    messages.push({ role: "assistant", text, toolCalls });
    const results = toolCalls.map(({ id, name }) => ({ callId: id, name, text: `{"from":"${name}"}`, failed: false }));
    messages.push({ role: "tool", results });
  }
  const { text, toolCalls } = await ai().generate({ ...call, prompt: messages });
  expect(toolCalls).toEqual([]);
  expect(text).toMatch(/^This is the demo model.*get_order gave: \{"from":"get_order"\} find_policy gave/);
  expect(await ai().generate({ ...call, prompt: "Greet Lena." })).toMatchObject({ toolCalls: [] });
});
