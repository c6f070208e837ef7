import { embedAsDemo } from "../../ai/demo-embedder.ts";
import { testGuard } from "../../ai/guard/testing.ts";
import { splitModelName } from "../../ai/split-model-name.ts";
import { credentialsOf } from "../../ai/testing.ts";
import { createWorkspaceAi } from "../../ai/workspace-ai.ts";
import type { EmbedTexts } from "../embedder.ts";

export const DEMO_MODEL = "demo/embedder";

/** The demo's embedder alone: no account is looked up. */
export const embedOffline: EmbedTexts = async (_, { model, texts, dimensions }) => ({
  embeddings: embedAsDemo(splitModelName(model)?.model ?? "", texts, dimensions),
});

/** The demo's models: there are no accounts to find others with. */
export const demoModels = createWorkspaceAi({
  stream: () => Promise.reject(new Error("The demo's models call nobody.")),
  credentials: credentialsOf({}),
  guard: testGuard(),
});
