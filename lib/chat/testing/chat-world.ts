import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { makeVersion } from "../../api/testing/objects.ts";
import { makeWorkspace, startTestApi, type TestApi, type TestWorkspace } from "../../api/testing/test-api.ts";
import { createCredential } from "../../credentials/mutations.ts";
import type { WorkflowDocument } from "../../engine/document.ts";
import { answerInngest } from "../../host/inngest-door.ts";
import { registerWithInngest } from "../../host/register-inngest.ts";
import { type InngestServer, startInngestServer } from "../../testing/inngest-server.ts";
import { type ModelServer, startModelServer } from "../../testing/model-server.ts";

export const runtimes = ["embedded", "inngest"] as const;
export type Runtime = (typeof runtimes)[number];

/** The product on one of its runtimes, with a model server that a credential of the workspace reaches. */
export interface ChatWorld {
  api: TestApi;
  home: TestWorkspace;
  models: ModelServer;
  /** Publishes a workflow. */
  publish(document: WorkflowDocument): Promise<string>;
  close(): Promise<void>;
}

export async function openChatWorld(runtime: Runtime): Promise<ChatWorld> {
  const models = await startModelServer();
  const standIn = runtime === "inngest" ? await startInngestServer() : undefined;
  const api = await startTestApi({
    HEDDLE_ALLOW_LOOPBACK: "1",
    ...(standIn && { HEDDLE_RUNTIME: "inngest", INNGEST_DEV: "1", INNGEST_BASE_URL: standIn.url }),
  });
  const door = standIn && (await openDoor(api, standIn));
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
      await door?.close();
      await standIn?.close();
      await api.close();
      await models.close();
    },
  };
}

/** Where the stand-in enters the functions. */
async function openDoor({ host }: TestApi, standIn: InngestServer): Promise<{ close(): Promise<void> }> {
  const { inngest } = host;
  if (!inngest) throw new Error("This host does not run on Inngest.");
  const server: Server = createServer((request, response) => answerInngest(inngest, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const registered = Promise.withResolvers<void>();
  const stop = registerWithInngest(inngest, `http://127.0.0.1:${port}`, (line) => {
    if (line.startsWith("Inngest knows")) registered.resolve();
  });
  await registered.promise;
  return {
    async close() {
      await stop();
      await standIn.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
