import type { RerankingModel } from "ai";
import { isJsonObject } from "../engine/json.ts";
import type { RerankAnswer, RerankCall } from "./calls.ts";
import { loadSdk } from "./load-sdk.ts";
import { brokenAnswer } from "./model-errors.ts";

interface Reranker {
  model: RerankingModel;
  /** For messages. */
  shown: string;
  failure(): Error | undefined;
  signal: AbortSignal;
}

/** Scores by a model made for it, not counted yet: what it cost is unknown. */
export async function rerank(
  { query, passages }: RerankCall,
  { model, shown, failure, signal }: Reranker,
): Promise<RerankAnswer> {
  const sdk = await loadSdk();
  try {
    const { ranking, response } = await sdk.rerank({
      model,
      query,
      documents: [...passages],
      topN: passages.length,
      maxRetries: 0,
      abortSignal: signal,
      telemetry: { isEnabled: false },
    });
    const scores = new Array<number | null>(passages.length).fill(null);
    for (const { originalIndex, score } of ranking) scores[originalIndex] ??= score;
    // Written by `rerankEndpoint`; other providers tell no tokens.
    const told = isJsonObject(response.body) ? response.body.tokens : null;
    return { scores, usage: { inputTokens: typeof told === "number" ? told : null }, cost: null, model: shown };
  } catch (error) {
    if (signal.aborted) throw failure() ?? signal.reason;
    throw failure() ?? brokenAnswer(error, shown);
  }
}
