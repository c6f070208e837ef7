import { NodeError } from "../nodes/define.ts";
import { embedAsDemo } from "./demo-embedder.ts";
import { DEMO_EMBEDDER, DEMO_RERANKER } from "./demo-names.ts";

/** Scores by the words that question and passage share: what they mean it does not know. */
export function rerankAsDemo(model: string, query: string, passages: readonly string[]): number[] {
  if (model !== DEMO_RERANKER) {
    throw new NodeError("not_found", `The demo has no reranker “${model.slice(0, 60)}”. It has demo/reranker.`, {
      retry: "never",
    });
  }
  const [asked = [], ...vectors] = embedAsDemo(DEMO_EMBEDDER, [query, ...passages]);
  return vectors.map((vector) => vector.reduce((sum, value, n) => sum + value * (asked[n] ?? 0), 0));
}
