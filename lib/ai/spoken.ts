import type { FinishReason, ModelCall, ModelMessage, ModelThought, ModelToolCall } from "./calls.ts";
import type { BilledUsage } from "./cost.ts";

/** One question to one model, with nothing left to decide. */
export interface Question extends Pick<ModelCall, "system" | "output" | "temperature" | "maxOutputTokens" | "tools"> {
  messages: readonly ModelMessage[];
}

/** How one model ended one answer. */
export interface Ending {
  usage: BilledUsage;
  finishReason: FinishReason;
  /** What the provider made of the question, for people. */
  notes: readonly string[];
  /** US dollars; null where the price or the count is not known. Added by what counts the call. */
  cost?: number | null;
  /** Absent: none. */
  toolCalls?: readonly ModelToolCall[];
  thoughts?: readonly ModelThought[];
}

/** One answer of one model as it comes: texts and what it thinks in between, then how it ended. */
export type Spoken = AsyncGenerator<string | { thought: string }, Ending>;

export const noUsage: BilledUsage = {
  inputTokens: null,
  outputTokens: null,
  cachedInputTokens: null,
  reasoningTokens: null,
  cacheWriteTokens: null,
};
