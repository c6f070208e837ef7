import type { Json, JsonObject } from "../engine/json.ts";

/** A picture that a model looks at. */
export interface ModelImage {
  mediaType: string;
  data: Uint8Array;
}

/** Something that a model may ask to have done. It is only asked for: whoever asked the model does it, or does not. */
export interface ModelTool {
  /** Letters, digits and `_`, at most 64. */
  name: string;
  /** What the model reads: what it does, and when to use it. */
  description: string;
  /** JSON Schema of what it takes: an object. */
  input: JsonObject;
}

/** A model's wish to have a tool used. What it gives was written by the model: it may be anything. */
export type ModelToolCall = {
  /** The provider's name for it; the result goes back under it. */
  id: string;
  name: string;
  input: Json;
  /** Set where the model wrote no JSON, or named no tool that it was offered. */
  problem?: string;
  /** What the provider wants to see again with it. */
  extra?: JsonObject;
};

/** What a model thought before it answered, where its provider shows it. */
export type ModelThought = { text: string; extra?: JsonObject };

export interface ModelToolResult {
  callId: string;
  name: string;
  text: string;
  /** True where the tool could not do it; `text` says why. */
  failed: boolean;
}

export type ModelMessage =
  | { role: "user"; text: string; images?: readonly ModelImage[] }
  | { role: "assistant"; text: string; toolCalls?: readonly ModelToolCall[]; thoughts?: readonly ModelThought[] }
  /** Follows the assistant's message that asked for them, one result a call. */
  | { role: "tool"; results: readonly ModelToolResult[] };

/** What a language model is asked. */
export interface ModelCall {
  /** `provider/model` (lib/ai/model-name.ts). */
  model: string;
  /** Asked one after the other where the one before gave no answer. */
  fallbacks?: readonly string[];
  system?: string;
  prompt: string | readonly ModelMessage[];
  /** Asks for JSON that fits this JSON Schema; what does not fit is sent back `repairs` times at most (default 2). */
  output?: { schema: JsonObject; repairs?: number };
  /** 0 to 2; a model that knows none ignores it. */
  temperature?: number;
  maxOutputTokens?: number;
  /** What it may ask for instead of, or before, an answer. Their names are unique. */
  tools?: readonly ModelTool[];
  /** Refuses a model whose price is not known, before it is asked. */
  needsPrice?: boolean;
  /** A model that sends nothing for so long is given up, ms. Default: `limits.modelSilenceMs`. */
  silenceMs?: number;
  /** An answer to the very same call that is not older than this is given again, ms. Default: none. */
  cacheForMs?: number;
}

/** Tokens as the provider counted them; null where it did not say. Repairs are counted in. */
export type ModelUsage = {
  inputTokens: number | null;
  outputTokens: number | null;
  /** Of the input: taken from the provider's cache. */
  cachedInputTokens: number | null;
  /** Of the output: spent on thinking. */
  reasoningTokens: number | null;
};

/** Why a model stopped: it was done, waits for its tools, had written as much as it may, or its provider held it back. */
export type FinishReason = "stop" | "tool-calls" | "length" | "content-filter" | "other";

export type ModelAnswer = {
  text: string;
  /** Only where JSON was asked for: it fits the schema. */
  object?: Json;
  usage: ModelUsage;
  /** US dollars, by the workspace's prices and lib/ai/prices.ts; null where the price or the count is not known. */
  cost: number | null;
  /** The model that answered: `<kind of credential>/<model>`. */
  model: string;
  finishReason: FinishReason;
  /** How often the answer was sent back until it fitted. */
  repairs: number;
  /** What the provider made of the question, for people: a setting that the model does not know, and the like. */
  notes: string[];
  /** True where it was given before: nothing was asked, and it cost nothing. */
  cached?: true;
  /** Tools it wants used before it goes on, in its order. */
  toolCalls: ModelToolCall[];
  thoughts: ModelThought[];
};

export type ModelPart =
  | { type: "text"; text: string }
  /** What it thinks; no part of the answer. */
  | { type: "thought"; text: string }
  /** What has come so far is void: another model, or another try, begins anew. */
  | { type: "restart"; because: string }
  /** Always the last. */
  | { type: "answer"; answer: ModelAnswer };

export interface EmbedCall {
  /** `provider/model`. */
  model: string;
  texts: readonly string[];
  /** Numbers a text becomes, for models that let one choose. */
  dimensions?: number;
  /** As in `ModelCall`. */
  cacheForMs?: number;
}

export type EmbedAnswer = {
  /** One a text, in their order. */
  embeddings: number[][];
  usage: { inputTokens: number | null };
  cost: number | null;
  model: string;
  cached?: true;
};

export interface RerankCall {
  /** `provider/model`: one made for ordering passages, not one that writes. */
  model: string;
  query: string;
  passages: readonly string[];
  /** As in `ModelCall`. */
  silenceMs?: number;
}

export type RerankAnswer = {
  /** One a passage, in their order; more is better, most models stay within 0 and 1. Null where the model gave none. */
  scores: (number | null)[];
  usage: { inputTokens: number | null };
  cost: number | null;
  model: string;
};

/** The models of a step's workspace. */
export interface StepAi {
  /**
   * Text as it is written, then the answer. Whoever leaves the loop ends the call; whoever is slow slows the model.
   * @throws NodeError `auth`, `rate_limited`, `quota`, `timeout`, `network`, `upstream`, `not_found`, `invalid_input`,
   * `invalid_config`, `output_too_large`
   */
  stream(call: ModelCall): AsyncIterable<ModelPart>;
  /** The same, waited for. */
  generate(call: ModelCall): Promise<ModelAnswer>;
  /** @throws NodeError as `stream` does */
  embed(call: EmbedCall): Promise<EmbedAnswer>;
  /** @throws NodeError as `stream` does */
  rerank(call: RerankCall): Promise<RerankAnswer>;
}
