import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { signRequest } from "../credentials/types/bedrock/sign-request.ts";
import { createOutboundGate, type OutboundGate } from "../outbound/gate.ts";
import { watchSockets } from "../outbound/watch-sockets.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";
import { PLACEHOLDER_KEY } from "./providers.ts";
import { credentialsOf, readParts, TEST_KEY, testAi } from "./testing.ts";

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

const kinds = [
  ["openai", "openai/gpt-5-mini", "/v1/responses", "authorization", `Bearer ${TEST_KEY}`],
  ["anthropic", "anthropic/claude-haiku-4-5", "/v1/messages", "x-api-key", TEST_KEY],
  [
    "google",
    "google/gemini-2.5-flash",
    "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
    "x-goog-api-key",
    TEST_KEY,
  ],
  ["azure-openai", "azure-openai/my-deployment", "/openai/v1/responses", "api-key", TEST_KEY],
  [
    "bedrock",
    "bedrock/amazon.nova-lite-v1:0",
    "/model/amazon.nova-lite-v1%3A0/converse-stream",
    "authorization",
    `Bearer ${TEST_KEY}`,
  ],
  ["openai-compatible", "Local/llama3.2", "/v1/chat/completions", "authorization", `Bearer ${TEST_KEY}`],
] as const;

describe.each(kinds)("%s", (kind, model, path, header, key) => {
  it("streams an answer, with its tokens and why it ended", async () => {
    server.next({ text: "Good morning, Lena.", usage: { input: 20, output: 5 } });
    const { seen, last } = await readParts(
      testAi(gate, server.origin).ai.stream({ model, system: "Be kind.", prompt: "Greet Lena." }),
    );
    expect(seen).toEqual(["Good", " morning,", " Lena."]);
    expect(last).toMatchObject({
      type: "answer",
      answer: {
        text: "Good morning, Lena.",
        model: `${kind}/${model.slice(model.indexOf("/") + 1)}`,
        finishReason: "stop",
        usage: { inputTokens: 20, outputTokens: 5 },
        repairs: 0,
      },
    });
    const [request] = server.requests;
    expect(request?.path).toBe(path);
    expect(request?.headers[header]).toBe(key);
    const sent = JSON.stringify(request?.body);
    expect(sent).toContain("Be kind.");
    expect(sent).toContain("Greet Lena.");
  });

  it("says that it was cut short, and passes limits on", async () => {
    server.next({ text: "As long as it", finish: "length" });
    const answer = await testAi(gate, server.origin).ai.generate({ model, prompt: "Go on.", maxOutputTokens: 64 });
    expect(answer.finishReason).toBe("length");
    expect(JSON.stringify(server.requests[0]?.body)).toMatch(/"max[a-zA-Z_]*":64/);
  });

  it("shows a picture that travels inside the request", async () => {
    server.next({ text: "A cat." });
    const image = { mediaType: "image/png", data: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]) };
    const prompt = [{ role: "user" as const, text: "What is it?", images: [image] }];
    await testAi(gate, server.origin).ai.generate({ model, prompt });
    expect(JSON.stringify(server.requests[0]?.body)).toContain("iVBORw0KGgo");
  });

  it("says what a refused key is", async () => {
    server.next({ status: 401, body: '{"error":{"message":"Wrong key."}}' });
    await expect(testAi(gate, server.origin).ai.generate({ model, prompt: "Hi." })).rejects.toMatchObject({
      code: "auth",
      retry: "never",
      message: expect.stringMatching(/does not accept the key.*Wrong key\./),
    });
  });

  it("notices an answer that breaks off, however it does", async () => {
    const { ai } = testAi(gate, server.origin);
    server.next({ half: "Once upon", ends: "broken" }, { half: "Once upon", ends: "early" });
    await expect(ai.generate({ model, prompt: "Tell." })).rejects.toMatchObject({ code: "network" });
    await expect(ai.generate({ model, prompt: "Tell." })).rejects.toMatchObject({ code: "upstream" });
  });

  it("does not trip over what is no answer", async () => {
    server.next({ malformed: true });
    await expect(testAi(gate, server.origin).ai.generate({ model, prompt: "Hi." })).rejects.toMatchObject({
      code: "upstream",
    });
  });

  it("hears what goes wrong in the middle", async () => {
    const name = kind === "bedrock" ? "throttlingException" : "overloaded_error";
    server.next({ failing: "So", kind: name, message: "Too much to do." });
    await expect(testAi(gate, server.origin).ai.generate({ model, prompt: "Hi." })).rejects.toMatchObject({
      code: expect.stringMatching(/^(upstream|rate_limited)$/),
      message: expect.stringContaining("Too much to do."),
    });
  });
});

it("signs for Bedrock with an access key, over what is really sent", async () => {
  const secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  const values = { region: "eu-central-1", accessKeyId: "AKIDEXAMPLE", secretAccessKey };
  const source = credentialsOf({ crd_1: { type: "bedrock", values } });
  const model = "crd_1/amazon.nova-lite-v1:0";
  await testAi(gate, server.origin, source).ai.generate({ model, prompt: "Hi." });
  const [{ headers, path, body } = { headers: {}, path: "", body: {} }] = server.requests;
  const at = new Date((headers["x-amz-date"] as string).replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  const again = signRequest(
    {
      method: "POST",
      url: `https://bedrock-runtime.eu-central-1.amazonaws.com${path}`,
      headers: { "content-type": headers["content-type"] ?? "" },
      body: JSON.stringify(body),
    },
    values,
    { region: "eu-central-1", service: "bedrock", at },
  );
  expect(headers.authorization).toBe(again.headers?.authorization);
  expect(JSON.stringify(server.requests)).not.toContain(secretAccessKey);
});

it("sends no key where the credential has none", async () => {
  const source = credentialsOf({ crd_1: { type: "openai-compatible", values: { baseUrl: `${server.origin}/v1` } } });
  await testAi(gate, server.origin, source).ai.generate({ model: "crd_1/llama3.2", prompt: "Hi." });
  expect(server.requests[0]?.headers.authorization).toBeUndefined();
  expect(JSON.stringify(server.requests[0])).not.toContain(PLACEHOLDER_KEY);
});

it("takes no key of the server's own environment", async () => {
  const names = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", "OPENAI_BASE_URL"];
  for (const name of names) process.env[name] = "http://127.0.0.1:1/of-the-server";
  try {
    for (const [, model, , header, key] of kinds) {
      await testAi(gate, server.origin).ai.generate({ model, prompt: "Hi." });
      expect(server.requests.at(-1)?.headers[header]).toBe(key);
      expect(JSON.stringify(server.requests.at(-1))).not.toContain("of-the-server");
    }
  } finally {
    for (const name of names) delete process.env[name];
  }
});

it.each([
  [
    "openai",
    "openai/text-embedding-3-small",
    {
      embeddings: [
        [1, 0],
        [0, 1],
      ],
    },
    0.0000001,
  ],
  [
    "google",
    "google/gemini-embedding-001",
    {
      embeddings: [
        [1, 0],
        [0, 1],
      ],
    },
    null,
  ],
  [
    "openai-compatible",
    "crd_local/nomic-embed-text",
    {
      embeddings: [
        [1, 0],
        [0, 1],
      ],
    },
    null,
  ],
])("%s embeds", async (_, model, reply, cost) => {
  server.next(reply);
  const answer = await testAi(gate, server.origin).ai.embed({ model, texts: ["one", "two"] });
  expect(answer.embeddings).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(answer.cost).toBe(cost);
});

it("says which provider cannot embed", async () => {
  await expect(testAi(gate, server.origin).ai.embed({ model: "anthropic/x", texts: ["a"] })).rejects.toMatchObject({
    code: "invalid_config",
    message: expect.stringContaining("no embedding models"),
  });
});
