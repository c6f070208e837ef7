import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Database } from "#db/client.ts";
import { members } from "#db/schema/auth.ts";
import type { WorkflowDocument } from "../../engine/document.ts";
import type { JsonObject } from "../../engine/json.ts";
import { catalogue } from "../../nodes/catalog.ts";
import { createWorkflow } from "../../workflows/mutations.ts";
import { publishWorkflow } from "../../workflows/publish.ts";

/** Something outside that workflows call, and that answers when the test says so. */
export interface HeldCalls {
  /** Waits for the next call and gives what lets it go on. */
  next(): Promise<() => void>;
  /** Publishes `held`: a webhook that answers at once, then two calls to the outside, one after the other. */
  publish(db: Database, trigger?: JsonObject): Promise<void>;
  close(): Promise<void>;
}

export async function holdCalls(): Promise<HeldCalls> {
  const held: ServerResponse[] = [];
  const waiting: ((response: ServerResponse) => void)[] = [];
  const server = createServer((_, response) => {
    const taken = waiting.shift();
    if (taken) taken(response);
    else held.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    async next() {
      const response = held.shift() ?? (await new Promise<ServerResponse>((resolve) => waiting.push(resolve)));
      return () => void response.end("{}");
    },
    publish: (db, trigger = {}) => publishHere(db, "held", documentOf(port, trigger)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Publishes a workflow in the first workspace, as its owner. */
export async function publishHere(db: Database, name: string, document: WorkflowDocument): Promise<void> {
  const author = await firstOwner(db);
  await db.withWorkspace(author, async (tx) => {
    const id = await createWorkflow(tx, author, { name, document });
    await publishWorkflow(tx, author, catalogue, { id, note: "" });
  });
}

export async function firstOwner(db: Database): Promise<{ workspaceId: string; userId: string }> {
  const [owner] = await db.withAuth((tx) => tx.select().from(members));
  return { workspaceId: owner?.workspaceId ?? "", userId: owner?.userId ?? "" };
}

function documentOf(port: number, trigger: JsonObject): WorkflowDocument {
  const call = (id: string) => ({
    id,
    key: id,
    type: "http.request",
    version: 1,
    config: { method: "GET", url: `http://127.0.0.1:${port}/${id}` },
  });
  const edge = (source: string, target: string) => ({
    id: `${source}_${target}`,
    source,
    sourcePort: "out",
    target,
    targetPort: "in",
  });
  const config = { path: "held", methods: ["POST"], respond: "immediately", ...trigger };
  return {
    schemaVersion: 1,
    nodes: [{ id: "t", key: "t", type: "trigger.webhook", version: 1, config }, call("first"), call("second")],
    edges: [edge("t", "first"), edge("first", "second")],
  };
}
