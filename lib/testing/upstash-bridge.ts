import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "redis";

export const BRIDGE_TOKEN = "bridge-token";

/** Upstash's REST API over a Redis on loopback: commands, pipelines, base64 answers, and channels as event streams. */
export interface UpstashBridge {
  url: string;
  token: string;
  /** How often a command was answered by Redis. */
  answered(command: string): number;
  close(): Promise<void>;
  /** After `close`, at the same address. */
  reopen(): Promise<void>;
}

export interface BridgeOptions {
  /** False: as a proxy that knows commands only. */
  offersChannels?: boolean;
}

export async function startUpstashBridge(redisPort: number, options: BridgeOptions = {}): Promise<UpstashBridge> {
  let client = clientOf(redisPort);
  const counts = new Map<string, number>();

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization !== `Bearer ${BRIDGE_TOKEN}`) return fail(response, 401, "Unauthorized");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const channel = /^\/subscribe\/([^/?]+)$/.exec(request.url ?? "")?.[1];
    if (channel !== undefined && options.offersChannels !== false)
      return stream(client, decodeURIComponent(channel), response);
    const encode = request.headers["upstash-encoding"] === "base64" ? base64 : (reply: unknown) => reply;
    const run = async (command: unknown[]) => {
      const [name = "", ...args] = command.map(String);
      const reply: unknown = await client.sendCommand([name, ...args]);
      counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
      return reply;
    };
    try {
      if (request.url === "/") return answer(response, { result: encode(await run(JSON.parse(text))) });
      if (request.url !== "/pipeline") return fail(response, 404, "Endpoint not found");
      const replies = await Promise.all(
        (JSON.parse(text) as unknown[][]).map((command) =>
          run(command).then(
            (reply) => ({ result: encode(reply) }),
            (error: Error) => ({ error: error.message }),
          ),
        ),
      );
      answer(response, replies);
    } catch (error) {
      fail(response, client.isReady ? 400 : 500, String((error as Error).message));
    }
  };
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  const open = async (port: number) => {
    client = clientOf(redisPort);
    client.on("error", () => {});
    await client.connect();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  };
  await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token: BRIDGE_TOKEN,
    answered: (command) => counts.get(command) ?? 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (client.isOpen) client.destroy();
    },
    reopen: () => open(port),
  };
}

type Client = ReturnType<typeof clientOf>;

/** Upstash speaks RESP 2. Without its Redis, a command fails at once. */
function clientOf(port: number) {
  return createClient({
    url: `redis://127.0.0.1:${port}`,
    RESP: 2,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: () => 20 },
  });
}

/** A stream ends with its connection to Redis, as the reader's does with the stream. */
async function stream(client: Client, channel: string, response: ServerResponse): Promise<void> {
  const listener = client.duplicate({ socket: { reconnectStrategy: false } });
  listener.on("error", () => response.destroy());
  response.once("close", () => void (listener.isOpen && listener.destroy()));
  try {
    await listener.connect();
    await listener.subscribe(channel, (message) => response.write(`data: message,${channel},${message}\n\n`));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: subscribe,${channel},1\n\n`);
  } catch (error) {
    fail(response, 500, String(error));
  }
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, error: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ error }));
}

/** Texts as base64, at every depth; "OK" is left, and numbers and null are. */
function base64(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(base64);
  return typeof reply === "string" && reply !== "OK" ? Buffer.from(reply).toString("base64") : reply;
}
