import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { problemAnswer } from "../api/problem.ts";
import { writeNodeAnswer } from "../front/node-door.ts";
import { newId } from "../ids.ts";
import { INNGEST_PATH, type InngestHost } from "./open-inngest.ts";

/** Is this request for the functions that Inngest enters? */
export function isInngest({ url = "" }: IncomingMessage): boolean {
  return url === INNGEST_PATH || url.startsWith(`${INNGEST_PATH}?`);
}

/** Inngest's door where no pages are served, and so none of their routes (HEDDLE_ROLE=worker). */
export function answerInngest(inngest: InngestHost, request: IncomingMessage, response: ServerResponse): void {
  void answered(inngest, request)
    .catch((error: unknown) => problemAnswer(error, newId("req")))
    .then((answer) => writeNodeAnswer(request, response, answer));
}

async function answered(inngest: InngestHost, request: IncomingMessage) {
  const { method = "GET", headers } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  const web = new Request(new URL(request.url ?? "/", `http://${headers.host ?? "localhost"}`), {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    // The SDK reads it whole; Node wants to be told that nothing comes back before it was sent.
    ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: "half" } : {}),
  });
  const answer = await inngest.answer(web);
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: await answer.text(),
  };
}
