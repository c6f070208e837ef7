/** What a model costs, in US dollars for a million tokens. */
export interface ModelPrice {
  /** Language models unless it says otherwise. */
  kind?: "embedding";
  input: number;
  output: number;
  /** Input that the provider took from its cache, or put into it. */
  cacheRead?: number;
  cacheWrite?: number;
  /** What holds for the whole call when more than `tokens` go in. */
  above?: Pick<ModelPrice, "input" | "output" | "cacheRead" | "cacheWrite"> & { tokens: number };
}

/** Where the prices are from, shown beside what they come to. */
export const priceSource = {
  name: "LiteLLM 1.110.2 (model_prices_and_context_window), which reads them off the providers' price pages",
  readOn: "2026-11-30",
} as const;

/**
 * List prices by `<kind of credential>/<model>`. A model that is not here costs `null`, never a guess: add a line for it, or
 * correct one, and set the date above. Discounts, batches and other regions' surcharges are not in here.
 */
export const prices: Readonly<Record<string, ModelPrice>> = {
  "openai/gpt-6.1-sol": {
    input: 2,
    output: 10,
    cacheRead: 0.1,
    cacheWrite: 2.5,
    above: { tokens: 272_000, input: 4, output: 15, cacheRead: 0.2, cacheWrite: 5 },
  },
  "openai/gpt-6.1-terra": {
    input: 1,
    output: 5,
    cacheRead: 0.05,
    cacheWrite: 1.25,
    above: { tokens: 272_000, input: 2, output: 7.5, cacheRead: 0.1, cacheWrite: 2.5 },
  },
  "openai/gpt-6-astra": {
    input: 10,
    output: 50,
    cacheRead: 1,
    cacheWrite: 12.5,
    above: { tokens: 272_000, input: 20, output: 75, cacheRead: 2, cacheWrite: 25 },
  },
  "openai/gpt-6-sol": {
    input: 2,
    output: 10,
    cacheRead: 0.2,
    cacheWrite: 2.5,
    above: { tokens: 272_000, input: 4, output: 15, cacheRead: 0.4, cacheWrite: 5 },
  },
  "openai/gpt-6-luna": {
    input: 0.1,
    output: 0.5,
    cacheRead: 0.01,
    cacheWrite: 0.125,
    above: { tokens: 272_000, input: 0.2, output: 0.75, cacheRead: 0.02, cacheWrite: 0.25 },
  },
  "openai/gpt-5.6": {
    input: 4,
    output: 20,
    cacheRead: 0.4,
    cacheWrite: 5,
    above: { tokens: 272_000, input: 8, output: 30, cacheRead: 0.8, cacheWrite: 10 },
  },
  "openai/gpt-5.6-sol": {
    input: 4,
    output: 20,
    cacheRead: 0.4,
    cacheWrite: 5,
    above: { tokens: 272_000, input: 8, output: 30, cacheRead: 0.8, cacheWrite: 10 },
  },
  "openai/gpt-5.6-terra": {
    input: 2,
    output: 12,
    cacheRead: 0.2,
    cacheWrite: 2.5,
    above: { tokens: 272_000, input: 4, output: 18, cacheRead: 0.4, cacheWrite: 5 },
  },
  "openai/gpt-5.6-luna": {
    input: 0.2,
    output: 1.2,
    cacheRead: 0.02,
    cacheWrite: 0.25,
    above: { tokens: 272_000, input: 0.4, output: 1.8, cacheRead: 0.04, cacheWrite: 0.5 },
  },
  "openai/gpt-5.5": {
    input: 5,
    output: 30,
    cacheRead: 0.5,
    above: { tokens: 272_000, input: 10, output: 45, cacheRead: 1 },
  },
  "openai/gpt-5.5-pro": { input: 30, output: 180, above: { tokens: 272_000, input: 60, output: 270 } },
  "openai/gpt-5.4": {
    input: 2.5,
    output: 15,
    cacheRead: 0.25,
    above: { tokens: 272_000, input: 5, output: 22.5, cacheRead: 0.5 },
  },
  "openai/gpt-5.4-pro": { input: 30, output: 180, above: { tokens: 272_000, input: 60, output: 270 } },
  "openai/gpt-5.4-mini": { input: 0.75, output: 4.5, cacheRead: 0.075 },
  "openai/gpt-5.4-nano": { input: 0.2, output: 1.25, cacheRead: 0.02 },
  "openai/gpt-5.2": { input: 1.75, output: 14, cacheRead: 0.175 },
  "openai/gpt-5.2-pro": { input: 21, output: 168 },
  "openai/gpt-5.1": { input: 1.25, output: 10, cacheRead: 0.125 },
  "openai/gpt-5": { input: 1.25, output: 10, cacheRead: 0.125 },
  "openai/gpt-5-mini": { input: 0.25, output: 2, cacheRead: 0.025 },
  "openai/gpt-5-nano": { input: 0.05, output: 0.4, cacheRead: 0.005 },
  "openai/gpt-5-pro": { input: 15, output: 120 },
  "openai/gpt-4.1": { input: 2, output: 8, cacheRead: 0.5 },
  "openai/gpt-4.1-mini": { input: 0.4, output: 1.6, cacheRead: 0.1 },
  "openai/gpt-4o": { input: 2.5, output: 10, cacheRead: 1.25 },
  "openai/gpt-4o-mini": { input: 0.15, output: 0.6, cacheRead: 0.075 },
  "openai/o3": { input: 2, output: 8, cacheRead: 0.5 },
  "openai/text-embedding-3-small": { kind: "embedding", input: 0.02, output: 0 },
  "openai/text-embedding-3-large": { kind: "embedding", input: 0.13, output: 0 },
  "anthropic/claude-fable-5-1": { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 },
  "anthropic/claude-fable-5": { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
  "anthropic/claude-opus-5-5": { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  "anthropic/claude-opus-5": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  "anthropic/claude-opus-4-8": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  "anthropic/claude-opus-4-7": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  "anthropic/claude-opus-4-6": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  "anthropic/claude-opus-4-5": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  "anthropic/claude-sonnet-5-5": { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
  "anthropic/claude-sonnet-5": { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
  "anthropic/claude-sonnet-4-6": { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  "anthropic/claude-sonnet-4-5": { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  "anthropic/claude-haiku-5-5": {
    input: 0.1,
    output: 0.5,
    cacheRead: 0.01,
    cacheWrite: 0.125,
    above: { tokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 },
  },
  "anthropic/claude-haiku-4-5": { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
  "google/gemini-4-argon": { input: 2, output: 10, cacheRead: 0.1 },
  "google/gemini-4-hydrogen": { input: 1.5, output: 7.5, cacheRead: 0.075 },
  "google/gemini-3.8-flash": { input: 0.75, output: 3.75, cacheRead: 0.075 },
  "google/gemini-3.7-flash": { input: 0.75, output: 3.75, cacheRead: 0.075 },
  "google/gemini-3.6-flash": { input: 0.75, output: 3.75, cacheRead: 0.075 },
  "google/gemini-3.5-flash": { input: 1.5, output: 9, cacheRead: 0.15 },
  "google/gemini-3.5-flash-lite": { input: 0.3, output: 2.5, cacheRead: 0.03 },
  "google/gemini-3.1-pro-preview": {
    input: 2,
    output: 12,
    cacheRead: 0.2,
    above: { tokens: 200_000, input: 4, output: 18, cacheRead: 0.4 },
  },
  "google/gemini-3.1-flash-lite": { input: 0.25, output: 1.5, cacheRead: 0.025 },
  "google/gemini-2.5-pro": {
    input: 1.25,
    output: 10,
    cacheRead: 0.125,
    above: { tokens: 200_000, input: 2.5, output: 15, cacheRead: 0.25 },
  },
  "google/gemini-2.5-flash": { input: 0.3, output: 2.5, cacheRead: 0.03 },
  "google/gemini-2.5-flash-lite": { input: 0.1, output: 0.4, cacheRead: 0.01 },
  "google/gemini-embedding-001": { kind: "embedding", input: 0.15, output: 0 },
  "google/gemini-embedding-2": { kind: "embedding", input: 0.2, output: 0 },
  "bedrock/anthropic.claude-opus-5-5": { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  "bedrock/us.anthropic.claude-opus-5-5": { input: 4.4, output: 22, cacheRead: 0.22, cacheWrite: 5.5 },
  "bedrock/eu.anthropic.claude-opus-5-5": { input: 4.4, output: 22, cacheRead: 0.22, cacheWrite: 5.5 },
  "bedrock/anthropic.claude-sonnet-5-5": { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
  "bedrock/us.anthropic.claude-sonnet-5-5": { input: 2.2, output: 11, cacheRead: 0.11, cacheWrite: 2.75 },
  "bedrock/eu.anthropic.claude-sonnet-5-5": { input: 2.2, output: 11, cacheRead: 0.11, cacheWrite: 2.75 },
  "bedrock/anthropic.claude-haiku-5-5": {
    input: 0.1,
    output: 0.5,
    cacheRead: 0.01,
    cacheWrite: 0.125,
    above: { tokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 },
  },
  "bedrock/us.anthropic.claude-haiku-5-5": {
    input: 0.11,
    output: 0.55,
    cacheRead: 0.011,
    cacheWrite: 0.1375,
    above: { tokens: 100_000, input: 0.55, output: 2.75, cacheRead: 0.055, cacheWrite: 0.6875 },
  },
  "bedrock/eu.anthropic.claude-haiku-5-5": {
    input: 0.11,
    output: 0.55,
    cacheRead: 0.011,
    cacheWrite: 0.1375,
    above: { tokens: 100_000, input: 0.55, output: 2.75, cacheRead: 0.055, cacheWrite: 0.6875 },
  },
  "bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0": {
    input: 1.1,
    output: 5.5,
    cacheRead: 0.11,
    cacheWrite: 1.375,
  },
  "bedrock/eu.anthropic.claude-haiku-4-5-20251001-v1:0": {
    input: 1.1,
    output: 5.5,
    cacheRead: 0.11,
    cacheWrite: 1.375,
  },
  "bedrock/amazon.nova-micro-v1:0": { input: 0.035, output: 0.14, cacheRead: 0.00875 },
  "bedrock/us.amazon.nova-micro-v1:0": { input: 0.035, output: 0.14, cacheRead: 0.00875 },
  "bedrock/amazon.nova-lite-v1:0": { input: 0.06, output: 0.24, cacheRead: 0.015 },
  "bedrock/us.amazon.nova-lite-v1:0": { input: 0.06, output: 0.24, cacheRead: 0.015 },
  "bedrock/amazon.nova-pro-v1:0": { input: 0.8, output: 3.2, cacheRead: 0.2 },
  "bedrock/us.amazon.nova-pro-v1:0": { input: 0.8, output: 3.2, cacheRead: 0.2 },
  "bedrock/us.amazon.nova-2-lite-v1:0": { input: 0.33, output: 2.75, cacheRead: 0.0825 },
  "bedrock/amazon.titan-embed-text-v2:0": { kind: "embedding", input: 0.02, output: 0 },
};
