import type { z } from "zod";
import type { Search } from "../../rag/step-types.ts";
import { NodeError } from "../define.ts";
import type { definition } from "./definition.ts";

type Config = z.output<(typeof definition)["config"]>;

/** Which model orders the passages anew. @throws NodeError `invalid_config` where none is chosen */
export function readRerank({ rerank: by, rerankModel, reranker, minRelevance: minScore }: Config): Search["rerank"] {
  if (by === "off") return null;
  const field = by === "model" ? "rerankModel" : "reranker";
  const model = by === "model" ? rerankModel : reranker;
  if (model !== "") return { by, model, minScore };
  throw new NodeError("invalid_config", "Choose the model that reranks, or turn reranking off.", {
    retry: "never",
    details: { field },
  });
}
