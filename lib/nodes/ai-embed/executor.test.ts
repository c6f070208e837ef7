import { expect, test } from "vitest";
import { modelNode } from "../../ai/testing-node.ts";
import executor from "./executor.ts";

const node = modelNode(executor);
const model = "openai/text-embedding-3-small";

test("gives a list of numbers for each text", async () => {
  node.models().next({
    embeddings: [
      [1, 0],
      [0, 1],
    ],
  });
  const { output } = await node.run({ model, texts: "{{ input }}", dimensions: "2" }, { input: ["one", { two: 2 }] });
  expect(output).toEqual({
    embeddings: [
      [1, 0],
      [0, 1],
    ],
    usage: { inputTokens: 5 },
    // 5 × $0.02 for a million
    cost: 0.0000001,
    model,
  });
  expect(node.models().requests[0]?.body).toMatchObject({ input: ["one", '{"two":2}'], dimensions: 2 });
});

test("a provider's error is told as such", async () => {
  node.models().next({ status: 429, headers: { "retry-after": "2" } });
  await expect(node.run({ model, texts: "one" })).rejects.toMatchObject({
    code: "rate_limited",
    retry: { afterMs: 2_000 },
  });
});

test.each([
  [[], /Give a text/],
  [["one", " "], /Text 2 is empty/],
])("refuses %j", async (texts, message) => {
  await expect(node.run({ model, texts })).rejects.toThrow(message);
  expect(node.models().requests).toHaveLength(0);
});
