import type { IncomingMessage, ServerResponse } from "node:http";
import { bodyIncomplete, bodyTooLarge } from "./body-errors.ts";
import type { DoorRequest, DoorResponse } from "./door.ts";

/** An answer that comes before its request has been sent whole waits for the rest this long, throwing it away. */
const LINGER_MS = 10_000;

export function nodeRequest(request: IncomingMessage, path: string, query: string): DoorRequest {
  return {
    method: request.method ?? "GET",
    path,
    query,
    headers: request.headers,
    readBody: (limit) => readBody(request, limit),
  };
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.reject(bodyTooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.off("data", onData);
        reject(bodyTooLarge(limit));
      } else chunks.push(chunk);
    };
    request.on("data", onData);
    request.once("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once("error", (cause) => reject(bodyIncomplete(cause)));
    request.once("close", () => {
      // Every request closes; an error is made (its stack is dear) only for one that was cut off.
      if (!request.complete) reject(bodyIncomplete());
    });
  });
}

/** A caller who has gone is no error: whatever was started goes on without them. */
export function writeNodeAnswer(request: IncomingMessage, response: ServerResponse, answer: DoorResponse): void {
  if (response.destroyed) return;
  const body = Buffer.from(answer.body);
  const isWhole = request.complete || !isSendingBody(request);
  const headers: Record<string, string | number> = { ...answer.headers };
  if (answer.status !== 204 && answer.status !== 304) headers["content-length"] = body.length;
  if (!isWhole) headers.connection = "close";
  response.writeHead(answer.status, headers);
  if (isWhole) response.end(request.method === "HEAD" ? undefined : body);
  else linger(request, response, body);
}

function isSendingBody(request: IncomingMessage): boolean {
  return request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;
}

/**
 * Closing at once would reset the connection of a caller who is still sending, and they would never see the answer. So
 * it is written whole, the rest of the request is thrown away as it comes, and only then the connection is closed.
 */
function linger(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  response.write(body);
  const finish = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  timer.unref();
  request.once("end", finish);
  request.once("close", finish);
  request.resume();
}
