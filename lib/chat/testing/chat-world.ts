import { makeVersion } from "../../api/testing/objects.ts";
import { type RuntimeName, startTestApiOn } from "../../api/testing/on-runtime.ts";
import { makeWorkspace, type TestApi, type TestWorkspace } from "../../api/testing/test-api.ts";
import { createCredential } from "../../credentials/mutations.ts";
import type { WorkflowDocument } from "../../engine/document.ts";
import { type ModelServer, startModelServer } from "../../testing/model-server.ts";

/** The product on one of its runtimes, with a model server that a credential of the workspace reaches. */
export interface ChatWorld {
  api: TestApi;
  home: TestWorkspace;
  models: ModelServer;
  /** Publishes a workflow. */
  publish(document: WorkflowDocument): Promise<string>;
  close(): Promise<void>;
}

export async function openChatWorld(runtime: RuntimeName): Promise<ChatWorld> {
  const models = await startModelServer();
  const api = await startTestApiOn(runtime, { HEDDLE_ALLOW_LOOPBACK: "1" });
  const home = await makeWorkspace(api, "home");
  const author = { workspaceId: home.id, userId: home.ownerId };
  await api.host.db.withWorkspace(author, (tx) =>
    createCredential(tx, api.host.vault, author, {
      name: "My models",
      type: "openai-compatible",
      values: { baseUrl: `${models.origin}/v1`, apiKey: "sk-of-the-model-server" },
    }),
  );
  return {
    api,
    home,
    models,
    publish: async (document) => (await makeVersion(api, home, document)).workflowId,
    async close() {
      await api.close();
      await models.close();
    },
  };
}
