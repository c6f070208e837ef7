import { once } from "node:events";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { type LoopbackServer, startLoopbackServer } from "../outbound/testing.ts";
import { dialectOf, type ModelDialect, type WantedTool } from "./model-dialects.ts";

/** What the server does with one call. */
export type ModelReply =
  | { text: string; thought?: string; finish?: "stop" | "length"; usage?: { input: number; output: number } }
  /** Wants tools used, after what it says of it. */
  | { tools: WantedTool[]; text?: string; thought?: string; usage?: { input: number; output: number } }
  | { embeddings: number[][] }
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Takes the call and never says a word. */
  | { hang: true }
  /** A part of an answer, then the connection breaks; or ends as if all were well; or is silent for good. */
  | { half: string; ends: "broken" | "early" | "silent" }
  /** An event that is no JSON. */
  | { malformed: true }
  /** The provider's own way to say in the middle of an answer that it cannot go on. */
  | { failing: string; kind: string; message: string }
  /** An answer of so many bytes, written as fast as it is read. */
  | { huge: number };

export interface ModelRequest {
  path: string;
  headers: IncomingHttpHeaders;
  // What the providers' SDK wrote; tests look into it as they like.
  body: Record<string, unknown>;
}

export interface ModelServer {
  origin: string;
  requests: ModelRequest[];
  /** What the next calls get, one after the other; then `replyTo`. */
  next(...replies: ModelReply[]): void;
  /** Forgets what was asked, and what was to come. */
  reset(): void;
  /** Bytes of the huge answer that have been written so far. */
  written(): number;
  /** Calls whose connection the other side closed before the answer was whole. */
  abandoned(): number;
  close(): Promise<void>;
}

const usual = { input: 11, output: 7 };

/**
 * Speaks the providers' protocols on loopback, well or badly as it is told: OpenAI's chat completions and responses,
 * Anthropic's messages, Gemini's generateContent and Bedrock's converse-stream. Constructed after their published API
 * descriptions; nothing in it is recorded.
 */
export async function startModelServer(
  replyTo: (request: ModelRequest) => ModelReply = () => ({ text: "Hello from the model." }),
): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const queue: ModelReply[] = [];
  let written = 0;
  let abandoned = 0;
  const server: LoopbackServer = await startLoopbackServer(async (incoming, response) => {
    const text = (await incoming.toArray()).join("");
    const path = incoming.url ?? "";
    const request = { path, headers: incoming.headers, body: text === "" ? {} : JSON.parse(text) };
    requests.push(request);
    response.on("close", () => {
      if (!response.writableFinished) abandoned += 1;
    });
    await reply(response, path, queue.shift() ?? replyTo(request), (bytes) => {
      written += bytes;
    });
  });
  return {
    origin: server.origin,
    requests,
    next: (...replies) => void queue.push(...replies),
    reset: () => {
      requests.length = 0;
      queue.length = 0;
    },
    written: () => written,
    abandoned: () => abandoned,
    close: () => server.close(),
  };
}

async function reply(
  response: ServerResponse,
  path: string,
  how: ModelReply,
  count: (bytes: number) => void,
): Promise<void> {
  if ("hang" in how) return;
  if ("status" in how) {
    response.writeHead(how.status, { "content-type": "application/json", ...how.headers }).end(how.body ?? "{}");
    return;
  }
  if (path.endsWith("/models")) return void response.writeHead(200).end('{"data":[]}');
  const dialect = dialectOf(path);
  if (dialect === null) return void response.writeHead(404).end('{"error":{"message":"There is nothing here."}}');
  if ("embeddings" in how) {
    response.writeHead(200, { "content-type": "application/json" }).end(dialect.embeddings(how.embeddings));
    return;
  }
  response.writeHead(200, { "content-type": dialect.mediaType });
  response.write(dialect.begin());
  if ("huge" in how) return writeHuge(response, dialect, how.huge, count);
  if ("malformed" in how) return void response.end(dialect.malformed());
  if ("failing" in how) {
    response.write(dialect.text(how.failing));
    return void response.end(dialect.failure(how.kind, how.message));
  }
  if ("half" in how) {
    response.write(dialect.text(how.half));
    // Together with the text, the break could overtake it.
    if (how.ends === "broken") setTimeout(() => response.destroy(), 50);
    if (how.ends === "early") response.end();
    return;
  }
  if (how.thought !== undefined && dialect.thought) response.write(dialect.thought(how.thought));
  for (const word of (how.text ?? "").match(/\s*\S+/g) ?? []) response.write(dialect.text(word));
  if ("tools" in how) {
    response.write(dialect.tools(how.tools));
    return void response.end(dialect.end("tools", how.usage ?? usual));
  }
  response.end(dialect.end(how.finish ?? "stop", how.usage ?? usual));
}

async function writeHuge(
  response: ServerResponse,
  dialect: ModelDialect,
  bytes: number,
  count: (bytes: number) => void,
): Promise<void> {
  const piece = dialect.text("word ".repeat(2_000));
  const closed = once(response, "close");
  for (let sent = 0; sent < bytes && !response.destroyed; sent += piece.length) {
    count(piece.length);
    if (!response.write(piece)) {
      await Promise.race([once(response, "drain"), closed]);
    }
  }
  response.end(dialect.end("stop", usual));
}
