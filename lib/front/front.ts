import type { IncomingMessage, ServerResponse } from "node:http";
import { problemAnswer } from "../api/problem.ts";
import type { Host } from "../host/create-host.ts";
import { newId } from "../ids.ts";
import { TEST_WEBHOOKS } from "../triggers/test-listener.ts";
import type { DoorResponse } from "./door.ts";
import { readStreamRequest, streamHeaders } from "./events.ts";
import { healthAnswer, readyAnswer } from "./health.ts";
import { nodeRequest, writeNodeAnswer } from "./node-door.ts";
import { answerTestWebhook } from "./test-webhook.ts";
import { answerWebhook } from "./webhook.ts";

const WEBHOOKS = "/api/webhooks/";

/** What `server.ts` answers itself, without Next: true when the request was one of those. */
export type Front = (request: IncomingMessage, response: ServerResponse) => boolean;

export function createFront(host: Host): Front {
  return (request, response) => {
    const target = request.url ?? "/";
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    const query = mark < 0 ? "" : target.slice(mark + 1);
    if (path.startsWith(WEBHOOKS)) {
      const asked = nodeRequest(request, path.slice(WEBHOOKS.length), query);
      void answerWebhook(host, asked).then((answer) => writeNodeAnswer(request, response, answer));
      return true;
    }
    if (path.startsWith(TEST_WEBHOOKS)) {
      const asked = nodeRequest(request, path.slice(TEST_WEBHOOKS.length), query);
      void answerTestWebhook(host, asked).then((answer) => writeNodeAnswer(request, response, answer));
      return true;
    }
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    if (path === "/api/health") return answerWith(request, response, Promise.resolve(healthAnswer()));
    if (path === "/api/ready") return answerWith(request, response, readyAnswer(host));
    if (path === "/api/v1/events" || /^\/api\/v1\/runs\/[^/]+\/events$/.test(path)) {
      void stream(host, request, response);
      return true;
    }
    return false;
  };
}

function answerWith(request: IncomingMessage, response: ServerResponse, answer: Promise<DoorResponse>): true {
  void answer
    .catch((error: unknown) => problemAnswer(error, newId("req")))
    .then((given) => writeNodeAnswer(request, response, given));
  return true;
}

async function stream(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(request.url ?? "/", "http://localhost");
    const { workspaceId, topics } = await readStreamRequest(host, webHeaders(request), url);
    if (response.destroyed) return;
    response.writeHead(200, streamHeaders);
    request.socket.setNoDelay(true);
    const open = host.events.open(host.runs, workspaceId, topics, {
      write: (text) => void response.write(text),
      get buffered() {
        return response.writableLength;
      },
      end: () => void response.end(),
    });
    response.once("close", () => open.close());
  } catch (error) {
    writeNodeAnswer(request, response, problemAnswer(error, newId("req")));
  }
}

function webHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  return headers;
}
