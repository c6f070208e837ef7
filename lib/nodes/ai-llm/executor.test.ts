import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { credentialsOf, credentialsTo, TEST_KEY } from "../../ai/testing.ts";
import { compile } from "../../engine/compile/compile.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { createMemoryFileStore } from "../../files/adapters/memory-file-store.ts";
import { stepFiles } from "../../files/step-files.ts";
import { createOutboundGate, type OutboundGate } from "../../outbound/gate.ts";
import { type LoopbackServer, startLoopbackServer } from "../../outbound/testing.ts";
import { type ModelServer, startModelServer } from "../../testing/model-server.ts";
import { catalogue } from "../catalog.ts";
import { type NodeCall, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=",
  "base64",
);
const files = createMemoryFileStore();
let models: ModelServer;
let pictures: LoopbackServer;
let gate: OutboundGate;
beforeAll(async () => {
  models = await startModelServer();
  pictures = await startLoopbackServer((request, response) => {
    const type = request.url === "/page" ? "text/html" : "image/png";
    response.writeHead(request.url === "/gone.png" ? 404 : 200, { "content-type": type }).end(PNG);
  });
  gate = createOutboundGate({ allowLoopback: true });
});
afterEach(() => {
  models.requests.length = 0;
});
afterAll(async () => {
  await gate.close();
  await models.close();
  await pictures.close();
});

async function run(config: JsonObject, more: Partial<NodeCall> = {}) {
  const whole = { model: "openai/gpt-5-mini", prompt: "{{ input }}", ...config };
  const credentials = credentialsOf(credentialsTo(models.origin));
  return (
    await runNode(executor, {
      config: whole,
      input: "Hi.",
      credentials,
      files,
      fetch: gate.fetch,
      stream: gate.stream,
      ...more,
    })
  ).output as JsonObject;
}

test("passes on text with what it took", async () => {
  models.next({ text: "Good morning.", usage: { input: 1_000, output: 100 } });
  expect(await run({ system: "Be kind.", temperature: "0.5", maxTokens: 200 })).toEqual({
    text: "Good morning.",
    usage: { inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 0, reasoningTokens: 0 },
    // 1,000 × $0.25 + 100 × $2 for a million
    cost: 0.00045,
    model: "openai/gpt-5-mini",
    finishReason: "stop",
  });
  const [request] = models.requests;
  expect(request?.headers.authorization).toBe(`Bearer ${TEST_KEY}`);
  expect(request?.body).toMatchObject({ model: "gpt-5-mini", max_output_tokens: 200, store: false, stream: true });
});

test("shows what is written while it is, and begins anew with another model", async () => {
  models.next({ half: "Once upon", ends: "broken" }, { text: "Good day." });
  const seen: Json[] = [];
  const output = await run({ fallbacks: ["anthropic/claude-haiku-4-5"] }, { emit: (delta) => seen.push(delta) });
  expect(output).toMatchObject({ text: "Good day.", model: "anthropic/claude-haiku-4-5" });
  expect(seen).toEqual([
    { at: 0, text: "Once upon" },
    { at: 0, text: "" },
    { at: 0, text: "Good" },
    { at: 4, text: " day." },
  ]);
});

test("gives JSON that fits, corrected where it did not", async () => {
  models.next({ text: '{"total":"12"}' }, { text: '{"total":12}' });
  const schema = { type: "object", properties: { total: { type: "number" } }, required: ["total"] };
  expect(await run({ output: "json", schema })).toMatchObject({ object: { total: 12 }, finishReason: "stop" });
  expect(models.requests).toHaveLength(2);
});

test("looks at files and addresses, alone or in a list", async () => {
  const stored = stepFiles(files, { workspaceId: "ws_test", runId: "run_test" }, new AbortController().signal);
  const file = await stored.put({ name: "lamp.png", mediaType: "image/png" }, PNG);
  const url = `${pictures.origin}/lamp.png`;
  await run({ prompt: "Which lamp?", images: "{{ input }}" }, { input: [file, url] });
  const sent = JSON.stringify(models.requests[0]?.body);
  expect(sent.split(PNG.toString("base64").slice(0, 40))).toHaveLength(3);
  expect(sent).not.toContain(pictures.origin);
  await run({ images: `${url} ${url}` });
  expect(JSON.stringify(models.requests[1]?.body).split("iVBORw0KGgo")).toHaveLength(3);
});

test.each([
  ["a page", "/page", /PNG, JPEG, GIF and WebP.*text\/html/],
  ["what is not there", "/gone.png", /answered 404/],
])("does not look at %s", async (_, path, message) => {
  await expect(run({ images: `${pictures.origin}${path}` })).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(message),
  });
  await expect(run({ images: "lamp.png" })).rejects.toMatchObject({ code: "invalid_input" });
  expect(models.requests).toHaveLength(0);
});

test("says that no model is chosen", async () => {
  await expect(run({ model: "" })).rejects.toMatchObject({
    code: "invalid_config",
    message: expect.stringContaining("No model"),
  });
});

test("a draft without a model is warned about, at its field", () => {
  const warningsOf = (config: JsonObject) => {
    const compiled = compile(
      {
        schemaVersion: 1,
        nodes: [
          { id: "start", key: "start", type: "trigger.manual", version: 1, config: {} },
          { id: "ask", key: "ask", type: "ai.llm", version: 1, config },
        ],
        edges: [{ id: "e", source: "start", sourcePort: "out", target: "ask", targetPort: "in" }],
      },
      catalogue,
    );
    return compiled.ok ? compiled.warnings : compiled.problems;
  };
  expect(warningsOf({ model: "demo/writer" })).toEqual([]);
  const without: JsonObject[] = [{}, { model: "" }];
  for (const config of without) {
    expect(warningsOf(config)).toMatchObject([
      { code: "model_missing", severity: "warning", nodeId: "ask", field: "model" },
    ]);
  }
  expect(warningsOf({ model: "gpt-5" })).toMatchObject([{ severity: "error", field: "model" }]);
});

test("is repeated by itself, unless somebody wants to be asked", () => {
  const repeat = definition.repeat as (config: JsonObject) => string;
  expect(repeat({})).toBe("safe");
  expect(repeat({ askAfterCrash: true })).toBe("unsafe");
});

test("promises what its schema promises", () => {
  const output = definition.output as (config: JsonObject) => z.ZodType;
  const promised = (config: JsonObject) => JSON.stringify(z.toJSONSchema(output(config), { unrepresentable: "any" }));
  const schema = { type: "object", properties: { total: { type: "number" } } };
  expect(promised({ output: "json", schema })).toContain('"total":{"type":"number"}');
  expect(promised({ output: "json", schema: { $ref: "nowhere" } })).toContain('"object":{}');
  expect(promised({})).toContain('"text":{"type":"string"}');
});
