import type { EmbeddingModel } from "ai";
import type { EmbedAnswer, EmbedCall } from "./calls.ts";
import { loadSdk } from "./load-sdk.ts";
import { brokenAnswer } from "./model-errors.ts";

interface Embedder {
  model: EmbeddingModel;
  /** For messages. */
  shown: string;
  failure(): Error | undefined;
  signal: AbortSignal;
}

/** Requests under way at once, where the texts are too many for one. */
const AT_ONCE = 4;

export async function embed(call: EmbedCall, { model, shown, failure, signal }: Embedder): Promise<EmbedAnswer> {
  const { embedMany } = await loadSdk();
  try {
    const { embeddings, usage } = await embedMany({
      model,
      values: [...call.texts],
      ...(call.dimensions === undefined ? {} : { dimensions: call.dimensions }),
      maxParallelCalls: AT_ONCE,
      maxRetries: 0,
      abortSignal: signal,
      telemetry: { isEnabled: false },
    });
    // A provider that says nothing is read as NaN.
    const inputTokens = Number.isFinite(usage.tokens) ? usage.tokens : null;
    return { embeddings, usage: { inputTokens }, cost: null, model: shown };
  } catch (error) {
    if (signal.aborted) throw failure() ?? signal.reason;
    throw failure() ?? brokenAnswer(error, shown);
  }
}
