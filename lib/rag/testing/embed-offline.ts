import { embedAsDemo } from "../../ai/demo-embedder.ts";
import { splitModelName } from "../../ai/split-model-name.ts";
import type { EmbedTexts } from "../embedder.ts";

export const DEMO_MODEL = "demo/embedder";

/** The demo's embedder alone: no account is looked up. */
export const embedOffline: EmbedTexts = async (_, { model, texts, dimensions }) => ({
  embeddings: embedAsDemo(splitModelName(model)?.model ?? "", texts, dimensions),
});
