import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";
import { createOutboundGate, type OutboundGate } from "../outbound/gate.ts";
import { watchSockets } from "../outbound/watch-sockets.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";
import { credentialsOf, credentialsTo, readParts, TEST_KEY, testAi } from "./testing.ts";

watchSockets();
const LOCAL = "crd_local/llama3.2";
const person: JsonObject = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer", minimum: 0 } },
  required: ["name", "age"],
  additionalProperties: false,
};

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
/** A count once it has stopped growing. */
async function settled(count: () => number): Promise<number> {
  for (let before = -1, same = 0; ; ) {
    const now = count();
    same = now === before ? same + 1 : 0;
    if (same >= 10) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const ask = (more: object = {}) => testAi(gate, server.origin).ai.generate({ model: LOCAL, prompt: "Hi.", ...more });

describe("errors", () => {
  it.each([
    [403, "{}", "auth", "never"],
    [404, '{"error":{"message":"no such model"}}', "not_found", "never"],
    [400, '{"error":{"code":"context_length_exceeded","message":"too long"}}', "invalid_input", "never"],
    [
      400,
      '{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}',
      "quota",
      "never",
    ],
    [429, '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}', "quota", "never"],
    [429, "{}", "rate_limited", "default"],
    [500, "<html>oops</html>", "upstream", "default"],
    [529, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', "upstream", "default"],
  ])("a %i %s is %s", async (status, body, code, retry) => {
    server.next({ status, body });
    await expect(ask()).rejects.toMatchObject({ code, retry, details: { status } });
    expect(server.requests).toHaveLength(1);
  });

  it("waits as long as the provider asks", async () => {
    server.next(
      { status: 429, headers: { "retry-after": "7" } },
      { status: 429, headers: { "retry-after-ms": "250" } },
    );
    await expect(ask()).rejects.toMatchObject({ retry: { afterMs: 7_000 } });
    await expect(ask()).rejects.toMatchObject({ retry: { afterMs: 250 } });
  });

  it("gives a model up that is silent, before or in the middle", async () => {
    server.next({ hang: true }, { half: "Well", ends: "silent" });
    for (let time = 0; time < 2; time += 1) {
      await expect(ask({ silenceMs: 100 })).rejects.toMatchObject({
        code: "timeout",
        message: expect.stringContaining("sent nothing for 0.1 s"),
      });
    }
  });

  it("says who cannot be reached", async () => {
    const gone = await startModelServer();
    await gone.close();
    const source = credentialsOf(credentialsTo(gone.origin));
    await expect(testAi(gate, gone.origin, source).ai.generate({ model: LOCAL, prompt: "Hi." })).rejects.toMatchObject({
      code: "network",
      message: expect.stringContaining("refused the connection"),
    });
  });

  it("keeps to the gate's rules", async () => {
    const strict = createOutboundGate({ allowLoopback: false });
    await expect(testAi(strict, server.origin).ai.generate({ model: LOCAL, prompt: "Hi." })).rejects.toMatchObject({
      details: { reason: "address_not_allowed" },
    });
    expect(server.requests).toHaveLength(0);
    await strict.close();
  });

  it("stops with the step, and hangs up", async () => {
    server.next({ half: "I was about to", ends: "silent" });
    const { ai, stop } = testAi(gate, server.origin);
    const before = server.abandoned();
    // As a step's time-out does; no other model is asked after it.
    const reason = new NodeError("timeout", "It took longer than 5 s.");
    const reading = readParts(
      (async function* () {
        for await (const part of ai.stream({ model: LOCAL, prompt: "Hi.", fallbacks: ["demo/writer"] })) {
          yield part;
          stop.abort(reason);
        }
      })(),
    );
    await expect(reading).rejects.toThrow("longer than 5 s");
    await expect.poll(() => server.abandoned()).toBe(before + 1);
    expect(server.requests).toHaveLength(1);
  });

  it("never shows the key, whatever the provider repeats", async () => {
    server.next({ status: 400, body: JSON.stringify({ error: { message: "bad request" } }) });
    const error = await ask().catch((caught: unknown) => caught);
    // The SDK was never given it: not even its own errors could hold it.
    expect(`${JSON.stringify(error)}${(error as Error).stack}`).not.toContain(TEST_KEY);
    server.next({ text: `You sent Bearer ${TEST_KEY} to me.` });
    const { seen } = await readParts(
      testAi(gate, server.origin).ai.stream({ model: LOCAL, prompt: "What did I send?" }),
    );
    expect(seen.join("")).toBe("You sent Bearer ••• to me.");
    expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${TEST_KEY}`);
  });
});

describe("streaming", () => {
  it("is as slow as its reader", async () => {
    server.next({ huge: 16_000_000 });
    const parts = testAi(gate, server.origin).ai.stream({ model: LOCAL, prompt: "Much." })[Symbol.asyncIterator]();
    expect((await parts.next()).value).toMatchObject({ type: "text" });
    // As much as fits into sockets and buffers; then nothing moves until somebody reads.
    const held = await settled(() => server.written());
    expect(held).toBeLessThan(14_000_000);
    let read = 0;
    for (let next = await parts.next(); !next.done; next = await parts.next()) {
      if (next.value.type === "text") read += next.value.text.length;
    }
    expect(read).toBeGreaterThan(10_000_000);
    expect(server.written()).toBeGreaterThan(held);
  });

  it("takes no more than it may", async () => {
    server.next({ huge: 40_000_000 });
    await expect(ask()).rejects.toMatchObject({ code: "output_too_large" });
  });

  it("ends the call when its reader leaves", async () => {
    server.next({ huge: 12_000_000 });
    const before = server.abandoned();
    for await (const _ of testAi(gate, server.origin).ai.stream({ model: LOCAL, prompt: "Much." })) break;
    await expect.poll(() => server.abandoned()).toBe(before + 1);
  });
});

describe("fallbacks", () => {
  it("go from model to model, and say so where something was shown already", async () => {
    server.next({ status: 503 }, { half: "Once upon", ends: "broken" }, { text: "There you are." });
    const { seen, last } = await readParts(
      testAi(gate, server.origin).ai.stream({
        model: LOCAL,
        fallbacks: ["openai/gpt-5-mini", "anthropic/claude-haiku-4-5"],
        prompt: "Hi.",
      }),
    );
    expect(seen).toEqual([
      expect.stringMatching(/^\[openai-compatible\/llama3.2: its provider has a problem/),
      "Once upon",
      expect.stringMatching(/^\[.*broke/),
      "There",
      " you",
      " are.",
    ]);
    expect(last).toMatchObject({ answer: { model: "anthropic/claude-haiku-4-5", text: "There you are." } });
    expect(server.requests.map(({ path }) => path)).toEqual(["/v1/chat/completions", "/v1/responses", "/v1/messages"]);
  });

  it("that all fail tell of each, and are tried again where one may be", async () => {
    server.next({ status: 429, headers: { "retry-after": "3" } }, { status: 401 });
    await expect(ask({ fallbacks: ["nobody/x", "openai/gpt-5-mini"] })).rejects.toMatchObject({
      code: "rate_limited",
      retry: { afterMs: 3_000 },
      message: expect.stringMatching(/^None of the 3 models/),
      details: { models: [{ code: "rate_limited" }, { model: "nobody/x", code: "invalid_config" }, { code: "auth" }] },
    });
  });
});

describe("JSON by a schema", () => {
  const fitting = '{"name":"Lena","age":41}';
  it.each(Object.keys(credentialsTo("")))("%s is asked for it, and what fits is given as it is", async (id) => {
    server.next({ text: fitting });
    const answer = await ask({ model: `${id}/claude-opus-4-5`, output: { schema: person } });
    expect(answer).toMatchObject({ object: { name: "Lena", age: 41 }, repairs: 0 });
    expect(JSON.stringify(server.requests[0]?.body)).toContain('"age"');
  });

  it("takes the fence off", async () => {
    server.next({ text: `\`\`\`json\n${fitting}\n\`\`\`` });
    expect((await ask({ output: { schema: person } })).object).toEqual({ name: "Lena", age: 41 });
  });

  it("is sent back with what is wrong, and all of it is counted", async () => {
    server.next({ text: "Lena is 41." }, { text: '{"name":"Lena","age":-1}' }, { text: fitting });
    const { seen, last } = await readParts(
      testAi(gate, server.origin).ai.stream({ model: LOCAL, prompt: "Who?", output: { schema: person } }),
    );
    // What comes is seen as it comes, JSON or not.
    expect(seen[0]).toBe("Lena");
    expect(seen.slice(0, 3).join("")).toBe("Lena is 41.");
    expect(seen.filter((text) => text.startsWith("["))).toEqual([
      expect.stringContaining("not JSON"),
      expect.stringContaining("age"),
    ]);
    expect(last).toMatchObject({
      answer: { object: { name: "Lena", age: 41 }, repairs: 2, usage: { inputTokens: 33, outputTokens: 21 } },
    });
    expect(JSON.stringify(server.requests[2]?.body)).toContain("Lena is 41.");
  });

  it("is given up after two corrections, or as many as are allowed", async () => {
    server.next({ text: "no" }, { text: "no" }, { text: "no" });
    await expect(ask({ output: { schema: person } })).rejects.toMatchObject({
      code: "upstream",
      retry: "never",
      message: expect.stringContaining("also after 2 corrections"),
    });
    expect(server.requests).toHaveLength(3);
    server.next({ text: "no" });
    await expect(ask({ output: { schema: person, repairs: 0 } })).rejects.toMatchObject({ code: "upstream" });
    expect(server.requests).toHaveLength(4);
  });

  it("that was cut short is not sent back", async () => {
    server.next({ text: '{"name":', finish: "length" });
    await expect(ask({ output: { schema: person } })).rejects.toMatchObject({ details: { reason: "cut_short" } });
    expect(server.requests).toHaveLength(1);
  });

  it("is not checked with regular expressions of strangers", async () => {
    server.next({ text: JSON.stringify({ name: `${"a".repeat(40)}!` }) });
    const schema = { type: "object", properties: { name: { type: "string", pattern: "^(a+)+$" } } };
    expect((await ask({ output: { schema } })).object).toEqual({ name: `${"a".repeat(40)}!` });
  });

  it("says what is wrong with a schema", async () => {
    await expect(ask({ output: { schema: { type: "no such type" } } })).rejects.toMatchObject({
      code: "invalid_config",
    });
  });
});

describe("names of models", () => {
  const two = credentialsOf({
    crd_1: { name: "Work", type: "openai", values: { apiKey: TEST_KEY } },
    crd_2: { name: "Home", type: "openai", values: { apiKey: TEST_KEY } },
    crd_3: { name: "A token", type: "bearer", values: { token: TEST_KEY } },
  });
  it.each([
    ["openai/gpt-5", "provider_ambiguous", /“Work”, “Home”/],
    ["mistral/large", "provider_unknown", /no model provider “mistral”/],
    ["crd_3/gpt-5", "provider_unknown", /no model provider/],
    ["gpt-5", "model_name", /names no model/],
    ["/gpt-5", "model_name", /names no model/],
    ["", "model_name", /No model is chosen/],
  ])("“%s” is refused", async (model, reason, message) => {
    await expect(testAi(gate, server.origin, two).ai.generate({ model, prompt: "Hi." })).rejects.toMatchObject({
      code: "invalid_config",
      retry: "never",
      details: { reason },
      message: expect.stringMatching(message),
    });
  });

  it.each(["crd_local/m", "local/m", "Local/m", "openai-compatible/m"])("%s is found", async (model) => {
    expect((await ask({ model })).model).toBe("openai-compatible/m");
  });

  it("the model may have slashes of its own", async () => {
    await ask({ model: "local/meta-llama/Llama-3.1-8B" });
    expect(server.requests[0]?.body.model).toBe("meta-llama/Llama-3.1-8B");
  });
});
