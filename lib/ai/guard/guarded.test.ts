import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createMemoryCache } from "../../cache/adapters/memory-cache.ts";
import { createOutboundGate, type OutboundGate } from "../../outbound/gate.ts";
import { watchSockets } from "../../outbound/watch-sockets.ts";
import { type ModelServer, startModelServer } from "../../testing/model-server.ts";
import type { ModelCall } from "../calls.ts";
import { credentialsOf, credentialsTo, type TestCredential, testAi } from "../testing.ts";
import { testGuard, testUser } from "./testing.ts";

watchSockets();
const MINE = "crd_local/llama";
const MODEL = "openai-compatible/llama";

let server: ModelServer;
let gate: OutboundGate;
beforeAll(async () => {
  server = await startModelServer();
});
afterEach(async () => {
  server.requests.length = 0;
});
beforeAll(() => {
  gate = createOutboundGate({ allowLoopback: true });
});
afterAll(async () => {
  await gate.close();
  await server.close();
});

/** A workspace's models in one process. */
function workspace(
  more: {
    workspaceId?: string;
    credentials?: Record<string, TestCredential>;
    guard?: ReturnType<typeof testGuard>;
    gate?: OutboundGate;
  } = {},
) {
  const guard = more.guard ?? testGuard({ prices: new Map([[MODEL, { input: 1_000, output: 1_000 }]]) });
  const user = testUser(more.workspaceId === undefined ? {} : { workspaceId: more.workspaceId });
  const source = credentialsOf(more.credentials ?? credentialsTo(server.origin));
  const { ai, stop } = testAi(more.gate ?? gate, server.origin, source, { guard, user });
  const ask = (call: Partial<ModelCall> = {}) => ai.generate({ model: MINE, prompt: "Hi.", ...call });
  return { ai, ask, stop, user, guard };
}

describe("every call is counted", () => {
  it("with what the provider says, by the workspace's price", async () => {
    const { ask, user } = workspace();
    expect((await ask()).cost).toBe(0.018);
    expect(user.calls).toEqual([
      { at: expect.any(Number), model: MODEL, inputTokens: 11, outputTokens: 7, cost: 0.018 },
    ]);
  });

  it("each correction by itself", async () => {
    const { ask, user } = workspace();
    server.next({ text: "no" }, { text: "{}" });
    expect((await ask({ output: { schema: { type: "object" } } })).cost).toBe(0.036);
    expect(user.calls.map(({ cost }) => cost)).toEqual([0.018, 0.018]);
  });

  it("also where the price is not known: that is null, and never nothing", async () => {
    const { ask, user } = workspace({ guard: testGuard() });
    expect((await ask()).cost).toBeNull();
    expect(user.calls).toMatchObject([{ cost: null, inputTokens: 11, outputTokens: 7 }]);
  });

  it.each([
    ["a key that was revoked", { status: 401 }, "auth"],
    ["500", { status: 500 }, "upstream"],
    ["429", { status: 429, headers: { "retry-after": "1" } }, "rate_limited"],
    ["an event that is no JSON", { malformed: true }, "upstream"],
  ] as const)("%s is one that failed, and cost nothing", async (_, reply, error) => {
    const { ask, user } = workspace();
    server.next(reply);
    await expect(ask()).rejects.toMatchObject({ code: error });
    expect(user.calls).toMatchObject([{ inputTokens: 0, outputTokens: 0, cost: 0, error }]);
  });

  it.each(["broken", "early", "silent"] as const)("half a stream that is %s costs what it looks like", async (ends) => {
    const { ask, user } = workspace();
    server.next({ half: "Once upon a time there was", ends });
    await expect(ask({ silenceMs: 200 })).rejects.toMatchObject({
      code: expect.stringMatching(/timeout|upstream|network/),
    });
    const [call] = user.calls;
    expect(call).toMatchObject({ estimated: true, error: expect.any(String) });
    expect(call?.outputTokens).toBeGreaterThan(3);
    expect(call?.cost).toBeGreaterThan(0.005);
  });

  it("a provider that hangs has read the question", async () => {
    const { ask, user } = workspace();
    server.next({ hang: true });
    await expect(ask({ silenceMs: 100, prompt: "A question of eight words, more or less." })).rejects.toMatchObject({
      code: "timeout",
    });
    expect(user.calls).toMatchObject([{ estimated: true, outputTokens: 0, error: "timeout" }]);
    expect(user.calls[0]?.inputTokens).toBeGreaterThan(5);
  });

  it("one that writes for ever is cut off, and what it wrote is counted", async () => {
    const { ask, user } = workspace();
    server.next({ huge: 64 * 1024 * 1024 });
    await expect(ask()).rejects.toMatchObject({ code: "output_too_large" });
    expect(user.calls).toHaveLength(1);
    expect(user.calls[0]?.outputTokens).toBeGreaterThan(100_000);
  });

  it("one that nobody reads any more", async () => {
    const { ai, user } = workspace();
    server.next({ half: "word word word", ends: "silent" });
    for await (const part of ai.stream({ model: MINE, prompt: "Hi." })) if (part.type === "text") break;
    expect(user.calls).toMatchObject([{ error: "cancelled", estimated: true }]);
  });

  it("one that is stopped by the end of its run", async () => {
    const { ask, user, stop } = workspace();
    server.next({ hang: true });
    const asked = ask();
    await expect.poll(() => server.requests.length).toBe(1);
    stop.abort(new Error("The run has ended."));
    await expect(asked).rejects.toMatchObject({ code: "cancelled" });
    expect(user.calls).toHaveLength(1);
  });

  it("embeddings, and failed ones", async () => {
    const { ai, user } = workspace();
    server.next({ embeddings: [[1, 0]] }, { status: 500 });
    await ai.embed({ model: "crd_local/llama", texts: ["Hi."] });
    await expect(ai.embed({ model: MINE, texts: ["Hi."] })).rejects.toMatchObject({ code: "upstream" });
    expect(user.calls).toMatchObject([{ outputTokens: 0 }, { cost: 0, error: "upstream" }]);
    expect(user.calls[0]?.inputTokens).toBeGreaterThan(0);
  });
});

describe("an answer is given again", () => {
  const cached = { cacheForMs: 60_000 };

  it("where that is wanted, for nothing, and says so", async () => {
    const { ask, user } = workspace();
    server.next({ text: "First." }, { text: "Second." });
    expect(await ask(cached)).toMatchObject({ text: "First.", cost: 0.018 });
    expect(await ask(cached)).toMatchObject({ text: "First.", cost: 0, cached: true, usage: { inputTokens: 0 } });
    // Nobody else wanted that.
    expect(await ask()).toMatchObject({ text: "Second." });
    expect(server.requests).toHaveLength(2);
    expect(user.calls[1]).toMatchObject({ cached: true, cost: 0, inputTokens: 0 });
  });

  it.each<[string, Partial<ModelCall>]>([
    ["question", { prompt: "Hello." }],
    ["instructions", { system: "Be brief." }],
    ["model", { model: "crd_local/other" }],
    ["temperature", { temperature: 0 }],
    ["length", { maxOutputTokens: 5 }],
    [
      "role",
      {
        prompt: [
          { role: "user", text: "Hi." },
          { role: "assistant", text: "Hi." },
          { role: "user", text: "Hi." },
        ],
      },
    ],
    [
      "picture",
      { prompt: [{ role: "user", text: "Hi.", images: [{ mediaType: "image/png", data: new Uint8Array([1]) }] }] },
    ],
    ["schema", { output: { schema: { type: "string" } } }],
  ])("not for another %s", async (_, other) => {
    const { ask } = workspace();
    server.next({ text: '"a"' }, { text: '"b"' });
    await ask(cached);
    const again = await ask({ ...cached, ...other });
    expect(again.cached).toBeUndefined();
    expect(server.requests).toHaveLength(2);
    // The same call once more is the one that is known.
    expect((await ask({ ...cached, ...other })).cached).toBe(true);
    expect((await ask(cached)).cached).toBe(true);
  });

  it("not in another workspace, nor with another credential or address", async () => {
    const cache = createMemoryCache();
    const guard = () => testGuard({}, { cache });
    const one = workspace({ guard: guard() });
    await one.ask(cached);
    const others = [
      workspace({ guard: guard(), workspaceId: "ws_other" }),
      workspace({
        guard: guard(),
        credentials: { crd_local: { type: "openai-compatible", values: { baseUrl: `${server.origin}/other/v1` } } },
      }),
    ];
    for (const { ask } of others) expect((await ask(cached)).cached).toBeUndefined();
    const twin = { ...credentialsTo(server.origin) };
    const copy = { ...twin, crd_twin: twin.crd_local as TestCredential };
    const other = workspace({ guard: guard(), credentials: copy });
    expect((await other.ask({ ...cached, model: "crd_twin/llama" })).cached).toBeUndefined();
    // The control: the same workspace in another process.
    expect((await workspace({ guard: guard() }).ask(cached)).cached).toBe(true);
  });

  it("not once it is too old, and not when it was cut short or failed", async () => {
    const { ask } = workspace();
    await ask({ cacheForMs: 20 });
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect((await ask({ cacheForMs: 20 })).cached).toBeUndefined();
    server.next({ text: "Half", finish: "length" }, { status: 500 });
    const other = { ...cached, prompt: "Else?" };
    await ask(other);
    await expect(ask(other)).rejects.toThrow();
    expect((await ask(other)).cached).toBeUndefined();
    expect((await ask(other)).cached).toBe(true);
  });

  it("without what must not be seen", async () => {
    const cache = createMemoryCache();
    const { ask } = workspace({ guard: testGuard({}, { cache }) });
    server.next({ text: "The key is sk-test-0123456789abcdef." });
    await ask(cached);
    expect((await ask(cached)).text).toBe("The key is •••.");
  });

  it("embeddings too", async () => {
    const { ai } = workspace();
    server.next({ embeddings: [[0.5, 0.25]] });
    const call = { model: MINE, texts: ["Hi."], ...cached };
    await ai.embed(call);
    expect(await ai.embed(call)).toMatchObject({ embeddings: [[0.5, 0.25]], cost: 0, cached: true });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a provider", () => {
  const own = () => createOutboundGate({ allowLoopback: true });

  it("that says when to come back is left alone by everybody who calls it with the same credential", async () => {
    const shared = testGuard();
    const [one, two] = [workspace({ guard: shared }), workspace({ guard: shared })];
    server.next({ status: 429, headers: { "retry-after-ms": "150" } });
    const began = performance.now();
    await expect(one.ask()).rejects.toMatchObject({ code: "rate_limited", retry: { afterMs: 150 } });
    await two.ask();
    expect(performance.now() - began).toBeGreaterThan(140);
    expect(two.user.lines[0]).toContain("wants to be left alone");
    // The control: another credential is not held up.
    server.next({ status: 429, headers: { "retry-after-ms": "5000" } });
    await expect(one.ask()).rejects.toMatchObject({ code: "rate_limited" });
    expect((await two.ask({ model: "crd_openai/gpt-5-mini" })).text).toBe("Hello from the model.");
  });

  it("that fails again and again is spared: silence and broken answers count", async () => {
    const gates = own();
    const { ask, user } = workspace({ gate: gates });
    for (let index = 0; index < 10; index += 1) {
      server.next({ hang: true });
      await expect(ask({ silenceMs: 60 })).rejects.toMatchObject({ code: "timeout" });
    }
    await expect(ask()).rejects.toMatchObject({ code: "upstream", details: { reason: "circuit_open" } });
    expect(server.requests).toHaveLength(10);
    // What was not asked is not counted.
    expect(user.calls).toHaveLength(10);
    await gates.close();
  });

  it("is not spared for wrong keys and wrong questions", async () => {
    const { ask } = workspace();
    for (let index = 0; index < 12; index += 1) {
      server.next({ status: index % 2 ? 401 : 400 });
      await expect(ask()).rejects.toMatchObject({ retry: "never" });
    }
    expect((await ask()).text).toBe("Hello from the model.");
  });

  it("is called as often at once as its credential says, else as the workspace does", async () => {
    let atOnce = 0;
    let most = 0;
    const watched: OutboundGate = {
      ...gate,
      stream: async (...call) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise((resolve) => setTimeout(resolve, 20));
        const answer = await gate.stream(...call);
        atOnce -= 1;
        return answer;
      },
    };
    const rules = { requestsPerMinute: null, tokensPerMinute: null, callsAtOnce: 3 };
    const usual = workspace({ gate: watched, guard: testGuard({ rules }) });
    await Promise.all(Array.from({ length: 8 }, () => usual.ask()));
    expect(most).toBe(3);
    most = 0;
    const strict = credentialsTo(server.origin);
    const mine = strict.crd_local as TestCredential;
    const own = { ...strict, crd_local: { ...mine, values: { ...mine.values, callsAtOnce: "1" } } };
    const careful = workspace({ gate: watched, guard: testGuard({ rules }), credentials: own });
    await Promise.all(Array.from({ length: 4 }, () => careful.ask()));
    expect(most).toBe(1);
  });
});
