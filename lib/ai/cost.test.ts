import { expect, it } from "vitest";
import { credentialType } from "../credentials/types/all.ts";
import { addUp, costOf as costAt, priceOf } from "./cost.ts";
import { priceSource, prices } from "./prices.ts";
import { noUsage } from "./spoken.ts";

const none = new Map();
const costOf = (model: string, billed: Parameters<typeof costAt>[0], own = none) => {
  const price = priceOf(model, own);
  return price && costAt(billed, price);
};
const usage = { ...noUsage, inputTokens: 1_000, outputTokens: 500 };

it("is what the list says for a million tokens", () => {
  // 1,000 × $1 + 500 × $5
  expect(costOf("anthropic/claude-haiku-4-5", usage)).toBe(0.0035);
  expect(costOf("demo/writer", usage)).toBe(0);
});

it("counts what came from the cache, and what went into it, by their own prices", () => {
  const cached = { ...usage, inputTokens: 3_000, cachedInputTokens: 1_000, cacheWriteTokens: 1_000 };
  // 1,000 × $1 + 1,000 × $0.10 + 1,000 × $1.25 + 500 × $5
  expect(costOf("anthropic/claude-haiku-4-5", cached)).toBe(0.00485);
});

it("takes the higher price for the whole of a long call", () => {
  const long = { ...noUsage, inputTokens: 200_001, outputTokens: 0 };
  expect(costOf("google/gemini-2.5-pro", long)).toBe(0.5000025);
  expect(costOf("google/gemini-2.5-pro", { ...long, inputTokens: 200_000 })).toBe(0.25);
});

it.each([
  ["an unknown model", "openai/gpt-99", usage],
  ["a model of one's own", "openai-compatible/llama3.2", usage],
  ["a name every object has", "toString", usage],
  ["a count that is not known", "openai/gpt-5-mini", { ...usage, outputTokens: null }],
  ["a cache without a price", "openai/gpt-5.5-pro", { ...usage, cachedInputTokens: 10 }],
])("is null for %s, never a guess", (_, model, counted) => {
  expect(costOf(model, counted)).toBeNull();
});

it("is what the workspace says, before what the list does", () => {
  const own = new Map([
    ["anthropic/claude-haiku-4-5", { input: 2, output: 0 }],
    ["demo/writer", { input: 1, output: 1 }],
    ["openai-compatible/llama3.2", { input: 0, output: 0 }],
  ]);
  expect(costOf("anthropic/claude-haiku-4-5", usage, own)).toBe(0.002);
  expect(costOf("demo/writer", usage, own)).toBe(0.0015);
  expect(costOf("openai-compatible/llama3.2", usage, own)).toBe(0);
});

it("is unknown as a whole when one part is", () => {
  expect(addUp([0.1, 0.2])).toBe(0.3);
  expect(addUp([0.1, null])).toBeNull();
});

it("names its source, and every line is a model of a kind of credential", () => {
  expect(priceSource.readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  for (const [name, price] of Object.entries(prices)) {
    expect(credentialType(name.slice(0, name.indexOf("/"))), name).toBeDefined();
    expect(price.input, name).toBeGreaterThan(0);
    if (price.above) expect(price.above.input, name).toBeGreaterThanOrEqual(price.input);
  }
});
