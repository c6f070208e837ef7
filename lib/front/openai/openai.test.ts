import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POST as complete } from "../../../app/api/openai/v1/chat/completions/route.ts";
import { GET as getModel } from "../../../app/api/openai/v1/models/[model]/route.ts";
import { GET as listModels } from "../../../app/api/openai/v1/models/route.ts";
import type { RouteHandler } from "../../api/route.ts";
import { route } from "../../api/route.ts";
import { RUNTIMES } from "../../api/testing/on-runtime.ts";
import { chatDocument } from "../../chat/testing/chat-document.ts";
import { type ChatWorld, openChatWorld } from "../../chat/testing/chat-world.ts";
import type { JsonObject } from "../../engine/json.ts";
import { answerCompletion } from "./answer-completion.ts";
import { createCompletion } from "./contracts.ts";
import { openAiErrorResponse } from "./openai-error.ts";

/** OpenAI's own client against the doors, on both runtimes. */

const once = { retry: { attempts: 1, backoff: "fixed" as const, baseMs: 1, maxMs: 1, jitter: false } };
const writer = (body = "{{ ask.text }}", config: JsonObject = {}) =>
  chatDocument(
    [
      ["ask", "ai.llm", { model: "my models/llama", prompt: "{{ trigger.message }}", ...config }, { policy: once }],
      ["reply", "control.respond", { body }],
    ],
    ["start > ask", "ask > reply"],
  );
const echo = () =>
  chatDocument([["out", "control.output", { value: "{{ JSON.stringify(trigger) }}" }]], ["start > out"]);

describe.each(RUNTIMES)("as models, on %s", (runtime) => {
  let world: ChatWorld;
  let client: OpenAI;
  let model: string;
  beforeAll(async () => {
    world = await openChatWorld(runtime);
    client = clientOf((await world.home.key("runs:write")).authorization ?? "");
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    model = await world.publish(writer());
  });

  /** @param handler answers chat completions; default: the route */
  function clientOf(authorization: string, handler: RouteHandler = complete): OpenAI {
    const routes: Record<string, RouteHandler> = { "/chat/completions": handler, "/models": listModels };
    return new OpenAI({
      apiKey: authorization.replace("Bearer ", ""),
      baseURL: "http://localhost:3000/api/openai/v1",
      maxRetries: 2,
      fetch: async (url, init) => {
        const request = new Request(url as string, init as RequestInit);
        const path = new URL(request.url).pathname.replace("/api/openai/v1", "");
        const found = routes[path] ?? getModel;
        const params = Promise.resolve({ model: decodeURIComponent(path.split("/").at(-1) ?? "") });
        const { signal } = request;
        // As over a network: who hangs up sees nothing of the answer.
        const gone = new Promise<never>((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
        return Promise.race([found(request, { params }), gone]);
      },
    });
  }
  const user = (content: string) => ({ role: "user" as const, content });
  const runsOf = async (workflowId: string) =>
    (
      await world.api.host.db.engine.query(
        "select id, state from runs where workflow_id = $1 order by created_at, id",
        [workflowId],
      )
    ).rows as {
      id: string;
      state: string;
    }[];

  test("lists published chats under readable names, and answers in one piece", async () => {
    const { data } = await client.models.list();
    const listed = data.find(({ id }) => id.startsWith("canary-of-workspace-a"));
    expect(listed).toMatchObject({ object: "model", owned_by: "heddle" });
    expect(await client.models.retrieve(listed?.id ?? "")).toEqual(listed);
    world.models.next({ text: "For five years.", usage: { input: 30, output: 4 } });
    const answer = await client.chat.completions.create({
      model,
      messages: [user("Is it covered?")],
      temperature: 0.2,
    });
    expect(answer).toMatchObject({
      object: "chat.completion",
      choices: [{ index: 0, message: { role: "assistant", content: "For five years." }, finish_reason: "stop" }],
      usage: { prompt_tokens: 30, completion_tokens: 4, total_tokens: 34 },
    });
    expect(answer.model).toMatch(/^canary-of-workspace-a/);
  });

  test("what was said before is the trigger's history, the last message its message", async () => {
    const answer = await client.chat.completions.create({
      model: await world.publish(echo()),
      messages: [
        { role: "developer", content: "Be brief." },
        user("Is it covered?"),
        { role: "assistant", content: "Yes." },
        {
          role: "user",
          content: [
            { type: "text", text: "And" },
            { type: "text", text: "by post?" },
          ],
        },
      ],
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toEqual({
      message: "And\nby post?",
      conversationId: null,
      history: [
        { role: "system", text: "Be brief." },
        { role: "user", text: "Is it covered?" },
        { role: "assistant", text: "Yes." },
      ],
    });
    // Nobody says what it took, so nothing is made up.
    expect(answer.usage).toBeUndefined();
  });

  test("streams the model's own words, with usage when it is asked for", async () => {
    world.models.next({ text: "For five years from the day.", usage: { input: 30, output: 6 }, finish: "length" });
    const stream = await client.chat.completions.create({
      model,
      messages: [user("Is it covered?")],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: "assistant", content: "" });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("For five years from the day.");
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ finish_reason: "length", delta: {} });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 30, completion_tokens: 6 } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  test("words are sent as they come, and who hangs up stops the run", async () => {
    world.models.next({ half: "For five", ends: "silent" });
    const stream = await client.chat.completions.create({ model, messages: [user("Is it covered?")], stream: true });
    let text = "";
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      if (text === "For five") break;
    }
    expect(text).toBe("For five");
    await expect.poll(async () => (await runsOf(model)).map(({ state }) => state)).toEqual(["cancelled"]);
  });

  test("hanging up while one waits for it whole stops the run as well; with a key the answer can be had later", async () => {
    const request = { model, messages: [user("Is it covered?")] };
    const hangUp = async (headers: Record<string, string>) => {
      const before = world.models.requests.length;
      const gone = new AbortController();
      const asking = client.chat.completions.create(request, { signal: gone.signal, headers });
      asking.catch(() => {});
      await expect.poll(() => world.models.requests.length, { timeout: 10_000 }).toBe(before + 1);
      gone.abort();
      await expect(asking).rejects.toThrow(OpenAI.APIUserAbortError);
    };
    world.models.next({ hang: true });
    await hangUp({});
    await expect.poll(async () => (await runsOf(model))[0]?.state).toBe("cancelled");
    const held = world.api.host.runs;
    world.models.next({ half: "Kept", ends: "silent" });
    await hangUp({ "idempotency-key": "k1" });
    const [, kept] = await runsOf(model);
    expect(kept?.state).toBe("running");
    // Asked once more under the key, it is that run that is waited for.
    const again = client.chat.completions.create({ ...request }, { headers: { "idempotency-key": "k1" } });
    again.catch(() => {});
    await held.cancel(world.home.id, kept?.id as string, null);
    await expect(again).rejects.toMatchObject({ status: 500, code: "run_cancelled" });
    expect(await runsOf(model)).toHaveLength(2);
  });

  test("an answer that is not the model's own words comes in one piece", async () => {
    world.models.next({ text: "five years" });
    const stream = await client.chat.completions.create({
      model: await world.publish(writer("It is covered for {{ ask.text }}.")),
      messages: [user("Is it covered?")],
      stream: true,
    });
    const texts: string[] = [];
    for await (const { choices } of stream) if (choices[0]?.delta.content) texts.push(choices[0].delta.content);
    expect(texts).toEqual(["It is covered for five years."]);
  });

  test("an answer that a second model begins anew ends the stream as an error", async () => {
    world.models.next({ half: "For five", ends: "broken" }, { text: "Seven years." });
    const stream = await client.chat.completions.create({
      model: await world.publish(writer("{{ ask.text }}", { fallbacks: ["my models/other"] })),
      messages: [user("Is it covered?")],
      stream: true,
    });
    let text = "";
    const reading = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    })();
    // Where the first words were still unsent when they became void, the whole answer comes as if nothing had been.
    const failed = await reading.then(
      () => null,
      (error: { code?: string }) => error.code,
    );
    expect([
      [null, "Seven years."],
      ["answer_changed", "For five"],
    ]).toContainEqual([failed, text]);
  });

  test("a run that fails says so once, in the middle of a stream too", async () => {
    world.models.next({ status: 401 });
    const failing = client.chat.completions.create({ model, messages: [user("Is it covered?")] });
    await expect(failing).rejects.toMatchObject({ status: 500, type: "server_error", code: "run_failed" });
    // Its client would have asked twice more.
    expect(await runsOf(model)).toHaveLength(1);
    world.models.next({ half: "For five", ends: "broken" });
    const stream = await client.chat.completions.create({ model, messages: [user("Is it covered?")], stream: true });
    let error: unknown;
    try {
      for await (const _ of stream);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "run_failed", type: "server_error" });
  });

  test("an answer that takes too long is given up, its run is not", async () => {
    const hurried = route(createCompletion, (call) => answerCompletion(call, 300), openAiErrorResponse);
    const impatient = clientOf((await world.home.key("*")).authorization ?? "", hurried);
    const before = world.models.requests.length;
    world.models.next({ hang: true });
    await expect(impatient.chat.completions.create({ model, messages: [user("Well?")] })).rejects.toMatchObject({
      status: 504,
      code: "answer_timeout",
    });
    await expect.poll(() => world.models.requests.length, { timeout: 10_000 }).toBe(before + 1);
    const [run] = await runsOf(model);
    expect(run?.state).toBe("running");
    await world.api.host.runs.cancel(world.home.id, run?.id as string, null);
  });

  test.each<[object, string, RegExp]>([
    [{ messages: undefined }, "messages", /Give the list/],
    [{ messages: [] }, "messages", /at least one/],
    [{ messages: [{ role: "assistant", content: "Hi" }] }, "messages", /last message/],
    [{ messages: [{ role: "tool", content: "Hi" }] }, "messages[0].role", /Tools of the program/],
    [{ messages: [{ role: "user", content: [{ type: "image_url" }] }] }, "messages[0].content", /not taken/],
    [{ model: undefined }, "model", /Name a chat/],
    [{ tools: [{ type: "function" }] }, "tools", /has its own/],
    [{ n: 2 }, "n", /one answer/],
    [{ response_format: { type: "json_object" } }, "response_format.type", /Only text/],
    [{ stream: "yes" }, "stream", /true or false/],
  ])("%j is refused with the field", async (part, param, message) => {
    const asking = client.chat.completions.create({
      model,
      messages: [user("Hi")],
      ...part,
    } as OpenAI.ChatCompletionCreateParamsNonStreaming);
    const error = await asking.then(
      () => null,
      (thrown: unknown) => thrown as InstanceType<typeof OpenAI.BadRequestError>,
    );
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ status: 400, type: "invalid_request_error", param });
    expect(error?.message).toMatch(message);
  });

  test("says 401, 403 and 404 as OpenAI does", async () => {
    const asking = (who: OpenAI, name = model) => who.chat.completions.create({ model: name, messages: [user("Hi")] });
    await expect(asking(clientOf("Bearer hk_wrong"))).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
    const reader = clientOf((await world.home.key("runs:read")).authorization ?? "");
    await expect(asking(reader)).rejects.toMatchObject({ status: 403, code: "insufficient_permissions" });
    await expect(reader.models.list()).rejects.toMatchObject({ status: 403 });
    await expect(asking(client, "gpt-5")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
      param: "model",
    });
    await expect(client.models.retrieve("gpt-5")).rejects.toMatchObject({ status: 404 });
  });
});

test("says 429 with when to come again", async () => {
  const { api, home, close } = await openChatWorld("embedded");
  try {
    api.host.env.HEDDLE_API_PER_MINUTE = 1;
    const headers = await home.key("*");
    const list = () => listModels(new Request("http://localhost:3000/x", { headers }), { params: Promise.resolve({}) });
    await list();
    const answer = await list();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ error: { type: "rate_limit_error", code: "rate_limit_exceeded" } });
  } finally {
    await close();
  }
});
