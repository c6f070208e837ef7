import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Tx } from "#db/client.ts";
import { type RuntimeName, startTestApiOn } from "../../api/testing/on-runtime.ts";
import { makeWorkspace, type TestApi, type TestWorkspace } from "../../api/testing/test-api.ts";
import { PEER_HEADER } from "../../auth/peer.ts";
import { createCredential } from "../../credentials/mutations.ts";
import type { WorkflowDocument } from "../../engine/document.ts";
import type { JsonObject } from "../../engine/json.ts";
import { TEST_WEBHOOKS } from "../../triggers/test-listener.ts";
import { createWorkflow } from "../../workflows/mutations.ts";
import { publishWorkflow } from "../../workflows/publish.ts";
import { createFront } from "../front.ts";
import { answerTestWebhook } from "../test-webhook.ts";
import { webRequest, webResponse } from "../web-door.ts";
import { answerWebhook } from "../webhook.ts";

export interface Call {
  method?: string;
  /** True: below the test addresses, `path` is `<token>/<path>`. */
  test?: boolean;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** Webhooks of one workspace through both doors: the thin front over a real connection, and the route handler. */
export interface WebhookDoors {
  api: TestApi;
  workspace: TestWorkspace;
  /** 0: the thin front over a real connection. 1: the route handler of processes without it. */
  through(which: number, call: Call): Promise<Answer>;
  port: number;
  /** trigger.webhook → data.set → control.respond, published. */
  publish(
    trigger?: JsonObject,
    value?: string,
    path?: string,
    responds?: boolean,
  ): Promise<{ path: string; id: string }>;
  /** The same as a draft that nobody has published; `pauses`: with an effect between the two. */
  draft(trigger?: JsonObject, value?: string, pauses?: boolean): Promise<{ path: string; id: string }>;
  /** Stores a credential and gives its id. */
  credential(type: string, values: Record<string, string>): Promise<string>;
  close(): Promise<void>;
}

/** @param env environment variables of the instance */
export async function openWebhookDoors(
  env: Record<string, string> = {},
  runtime: RuntimeName = "embedded",
): Promise<WebhookDoors> {
  const api = await startTestApiOn(runtime, env);
  const workspace = await makeWorkspace(api, "brightwater");
  const front = createFront(api.host);
  const server: Server = createServer((request, response) => {
    // As server.ts does.
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "";
    if (!front(request, response)) response.writeHead(599).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let made = 0;
  const author = { workspaceId: workspace.id, userId: workspace.ownerId };
  const create = (tx: Tx, address: string, trigger: JsonObject, value: string, responds: boolean, pauses = false) => {
    const document = answering({ path: address, methods: ["POST", "GET"], ...trigger }, value, responds);
    return createWorkflow(tx, author, { name: address, document: pauses ? pausing(document) : document });
  };
  return {
    api,
    workspace,
    port,
    through: (which, call) => (which === 0 ? throughFront(port, call) : throughRoute(api, call)),
    async publish(trigger = {}, value = "{{ trigger.body }}", path = undefined, responds = true) {
      made += 1;
      const address = path ?? `hook-${made}`;
      const id = await api.host.db.withWorkspace(author, async (tx) => {
        const workflow = await create(tx, address, trigger, value, responds);
        await publishWorkflow(tx, author, api.host.catalogue, { id: workflow, note: "" });
        return workflow;
      });
      api.host.webhooks.invalidate();
      return { path: address, id };
    },
    async draft(trigger = {}, value = "{{ trigger.body }}", pauses = false) {
      made += 1;
      const path = `draft-${made}`;
      const id = await api.host.db.withWorkspace(author, (tx) => create(tx, path, trigger, value, true, pauses));
      return { path, id };
    },
    async credential(type, values) {
      made += 1;
      const { vault, db } = api.host;
      const wanted = { name: `${type} ${made}`, type, values };
      return (await db.withWorkspace(author, (tx) => createCredential(tx, vault, author, wanted))).id;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await api.close();
    },
  };
}

const prefixOf = (test: boolean) => (test ? TEST_WEBHOOKS : "/api/webhooks/");

function throughFront(
  port: number,
  { method = "POST", test = false, path, headers = {}, body }: Call,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { port, host: "127.0.0.1", method, path: `${prefixOf(test)}${path}`, headers, agent: false },
      (got) => {
        const chunks: Buffer[] = [];
        got.on("data", (chunk: Buffer) => chunks.push(chunk));
        got.on("end", () =>
          resolve({
            status: got.statusCode ?? 0,
            headers: new Headers(got.headers as Record<string, string>),
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    // A server that refuses a large body closes while it is being sent; its answer is what counts.
    sent.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EPIPE" || error.code === "ECONNRESET" ? undefined : reject(error),
    );
    sent.end(body);
  });
}

async function throughRoute(
  api: TestApi,
  { method = "POST", test = false, path, headers: given = {}, body }: Call,
): Promise<Answer> {
  const headers: Record<string, string> = { [PEER_HEADER]: "127.0.0.1", ...given };
  if (body !== undefined) headers["content-length"] = String(Buffer.byteLength(body));
  const url = new URL(`http://localhost${prefixOf(test)}${path}`);
  const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body: body as BodyInit }) });
  const asked = webRequest(request, url.pathname.slice(prefixOf(test).length), url.search.slice(1));
  const answer = webResponse(await (test ? answerTestWebhook : answerWebhook)(api.host, asked));
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function answering(trigger: JsonObject, value: string, responds: boolean): WorkflowDocument {
  const document: WorkflowDocument = {
    schemaVersion: 1,
    nodes: [
      { id: "t", key: "t", type: "trigger.webhook", version: 1, config: trigger },
      { id: "s", key: "s", type: "data.set", version: 1, config: { fields: [{ name: "got", value }] } },
      { id: "r", key: "r", type: "control.respond", version: 1, config: { status: 201, body: "{{ s }}" } },
    ],
    edges: [
      { id: "e1", source: "t", sourcePort: "out", target: "s", targetPort: "in" },
      { id: "e2", source: "s", sourcePort: "out", target: "r", targetPort: "in" },
    ],
  };
  if (responds) return document;
  return { ...document, nodes: document.nodes.slice(0, -1), edges: document.edges.slice(0, -1) };
}

/** With a wait before the answer: an effect, which the runtime walks. */
function pausing(document: WorkflowDocument): WorkflowDocument {
  const wait = { id: "w", key: "w", type: "control.delay", version: 1, config: { duration: "1ms" } };
  const edges = document.edges.flatMap((edge) =>
    edge.target === "r"
      ? [
          { ...edge, target: "w" },
          { ...edge, id: "e3", source: "w" },
        ]
      : [edge],
  );
  return { ...document, nodes: [...document.nodes, wait], edges };
}
