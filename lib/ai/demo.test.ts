import { expect, it } from "vitest";
import type { JsonObject } from "../engine/json.ts";
import { createOutboundGate } from "../outbound/gate.ts";
import { embedAsDemo } from "./demo-embedder.ts";
import { readParts, testAi } from "./testing.ts";

const gate = createOutboundGate({ allowLoopback: false });
const { ai } = testAi(gate, "http://127.0.0.1:1");

it("says what it is, always the same, and costs nothing", async () => {
  const first = await ai.generate({ model: "demo/writer", prompt: "Greet Lena." });
  expect(first).toEqual(await ai.generate({ model: "demo/writer", prompt: "Greet Lena." }));
  expect(first).toMatchObject({
    text: expect.stringMatching(/^This is the demo model.*Greet Lena\.$/),
    model: "demo/writer",
    cost: 0,
    finishReason: "stop",
  });
});

it("comes word by word", async () => {
  const { seen } = await readParts(ai.stream({ model: "demo/writer", prompt: "Hi." }));
  expect(seen.length).toBeGreaterThan(10);
});

it("writes no more than it may", async () => {
  const answer = await ai.generate({ model: "demo/writer", prompt: "Hi.", maxOutputTokens: 3 });
  expect(answer).toMatchObject({ text: "This is the", finishReason: "length", usage: { outputTokens: 3 } });
});

it("fills in a schema with what the question holds", async () => {
  const schema: JsonObject = {
    type: "object",
    properties: {
      name: { type: "string" },
      mail: { type: "string", format: "email" },
      kind: { type: "string", enum: ["question", "complaint"] },
      total: { type: "number", minimum: 0, maximum: 100 },
      tags: { type: "array", items: { type: "string", maxLength: 4 } },
      urgent: { type: "boolean" },
    },
    required: ["name", "mail", "kind", "total", "tags", "urgent"],
  };
  const prompt = "A complaint about order 250.\nName: Lena\nMail: lena@example.org";
  const answer = await ai.generate({ model: "demo/writer", prompt, output: { schema } });
  expect(answer.object).toEqual({
    name: "Lena",
    mail: "lena@example.org",
    kind: "complaint",
    total: 100,
    tags: ["A co"],
    urgent: true,
  });
});

it("leaves out what the question does not hold, where the schema lets it", async () => {
  const schema: JsonObject = {
    type: "object",
    properties: { city: { type: ["string", "null"] }, kind: { enum: ["order", "none"] } },
  };
  const answer = await ai.generate({ model: "demo/writer", prompt: "Name: Lena", output: { schema } });
  expect(answer.object).toEqual({ city: null, kind: "none" });
});

it("has one model and one embedder", async () => {
  await expect(ai.generate({ model: "demo/thinker", prompt: "Hi." })).rejects.toMatchObject({ code: "not_found" });
  await expect(ai.embed({ model: "demo/writer", texts: ["a"] })).rejects.toMatchObject({ code: "not_found" });
});

it("embeds texts that share words near each other", async () => {
  const { embeddings, cost } = await ai.embed({
    model: "demo/embedder",
    texts: ["The invoice is late", "A late invoice", "Cats sleep all day"],
  });
  const [one = [], two = [], other = []] = embeddings;
  expect(near(one, two)).toBeGreaterThan(near(one, other));
  expect(near(one, one)).toBeCloseTo(1);
  expect(cost).toBe(0);
  expect(embedAsDemo("embedder", ["x"], 8)[0]).toHaveLength(8);
});

function near(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
