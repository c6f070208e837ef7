import type { RerankingModel } from "ai";
import { z } from "zod";
import { addressOf } from "../credentials/provider-address.ts";
import type { Access } from "./providers.ts";

type Reranker = Exclude<RerankingModel, string>;

const place = z
  .object({ index: z.int().min(0), relevance_score: z.number().optional(), score: z.number().optional() })
  .transform(({ index, relevance_score, score }) => ({ index, relevanceScore: relevance_score ?? score }));
const usage = z.object({ prompt_tokens: z.number().optional(), total_tokens: z.number().optional() });
const answerSchema = z.object({
  // Voyage calls them data.
  results: z.array(place).optional(),
  data: z.array(place).optional(),
  usage: usage.optional(),
});

/**
 * `POST <address>/rerank` as Cohere has made it and others took it over: Jina, Voyage, vLLM, llama.cpp, LiteLLM, Infinity. The
 * SDK's provider for servers that speak OpenAI's API has none, as OpenAI has no such call.
 */
export function rerankEndpoint({ values, fetch }: Access, model: string): Reranker {
  return {
    specificationVersion: "v4",
    provider: "compatible",
    modelId: model,
    async doRerank({ documents, query, topN, abortSignal }) {
      const response = await fetch(`${addressOf(values)}/rerank`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model, query, documents: documents.values, top_n: topN }),
        signal: abortSignal ?? null,
      });
      const body = answerSchema.parse(await response.json());
      const places = body.results ?? body.data;
      if (!places) throw new Error("there is no list of results");
      const ranking = places.flatMap(({ index, relevanceScore }) =>
        relevanceScore === undefined ? [] : [{ index, relevanceScore }],
      );
      return { ranking, response: { body: { tokens: body.usage?.prompt_tokens ?? body.usage?.total_tokens ?? null } } };
    },
  };
}
