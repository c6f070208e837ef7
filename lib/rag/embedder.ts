import { NodeError } from "../nodes/define.ts";
import { requireVectors } from "./index/require-vectors.ts";

/** Turns texts into vectors, for one base. */
export interface Embedder {
  /** `provider/model`. */
  readonly model: string;
  /** Numbers of a vector; null until the first one is known. */
  readonly dimensions: number | null;
  /**
   * One a text, in their order.
   * @throws NodeError as models do; `invalid_input` when the vectors are not those of the base
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/** The models of a workspace, as lib/ai has them. */
export type EmbedTexts = (
  workspaceId: string,
  call: { model: string; texts: readonly string[]; dimensions?: number },
  signal: AbortSignal,
) => Promise<{ embeddings: number[][] }>;

export function createEmbedder(
  embedTexts: EmbedTexts,
  { workspaceId, model, dimensions }: { workspaceId: string; model: string; dimensions: number | null },
): Embedder {
  return {
    model,
    dimensions,
    async embed(texts, signal) {
      if (texts.length === 0) return [];
      const call = { model, texts, ...(dimensions === null ? {} : { dimensions }) };
      const { embeddings } = await embedTexts(workspaceId, call, signal);
      const vectors = embeddings.map((embedding) => Float32Array.from(embedding));
      if (vectors.length !== texts.length) {
        throw new NodeError("upstream", `${model} gave ${vectors.length} vectors for ${texts.length} texts.`);
      }
      requireVectors(vectors, dimensions ?? vectors[0]?.length ?? 0);
      return vectors;
    },
  };
}
