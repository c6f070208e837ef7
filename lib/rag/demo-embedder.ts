import { NodeError } from "../nodes/define.ts";
import type { EmbedTexts } from "./embedder.ts";

export const DEMO_MODEL = "demo/embedder";
const DIMENSIONS = 256;

/**
 * An embedder that is always there, offline: texts as counts of their words, hashed into a vector of length 1. Texts that share
 * words are near each other; what words mean it does not know.
 */
export const embedAsDemo: EmbedTexts = async (_, { model, texts, dimensions = DIMENSIONS }) => {
  if (model !== DEMO_MODEL) {
    throw new NodeError("not_found", `There is no embedding model “${model.slice(0, 100)}”. ${DEMO_MODEL} is there.`, {
      retry: "never",
    });
  }
  return { embeddings: texts.map((text) => vectorOf(text, dimensions)) };
};

function vectorOf(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    // Endings differ more than what words are about.
    const at = hash(word.slice(0, 6)) % dimensions;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
