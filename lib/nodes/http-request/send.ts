import type { z } from "zod";
import type { Json } from "../../engine/json.ts";
import type { FileReference } from "../../files/file-reference.ts";
import type { OutboundRequest, OutboundResponse, OutboundStream, StepContext } from "../step-context.ts";
import type { definition } from "./definition.ts";
import { downloadName } from "./download-name.ts";
import { readAnswer } from "./read-answer.ts";
import { bodyOf, headersOf, urlOf } from "./request-parts.ts";
import { statusError } from "./status-error.ts";

export type Config = z.output<typeof definition.config>;

/** What a request came to; JSON, so that it can be remembered. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: Json;
  timings: OutboundResponse["timings"];
};

/** An answer that failed is read up to here, for the error to show. */
const ERROR_BYTES = 64 * 1024;

/**
 * Sends the request of `config` and reads its answer as the config says.
 * @param url instead of the config's own: another page of it
 * @throws NodeError
 */
export async function send(config: Config, ctx: StepContext, url?: string): Promise<Answer> {
  const request = await requestOf(config, ctx, url ?? urlOf(config.url, config.query));
  if (config.response === "file") return download(config, ctx, request);
  const answer = await ctx.fetch(request);
  refuseStatus(config, ctx, answer);
  return {
    status: answer.status,
    headers: answer.headers,
    body: readAnswer(answer, config.response),
    timings: answer.timings,
  };
}

/** The one place where a request is put together: whatever proves who calls is added here. */
async function requestOf(config: Config, ctx: StepContext, url: string): Promise<OutboundRequest> {
  const { body, contentType } = await bodyOf(config.body, ctx.files);
  const request: OutboundRequest = {
    method: config.method,
    url,
    headers: { ...standardHeaders(config, ctx, contentType), ...headersOf(config.headers) },
    ...(body === undefined ? {} : { body }),
  };
  return config.credential === "" ? request : (await ctx.credentials.get(config.credential)).authorize(request);
}

/** Those that the node's own headers of the same name replace. */
function standardHeaders(config: Config, ctx: StepContext, contentType: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { accept: "*/*", "user-agent": "Heddle" };
  if (contentType !== undefined) headers["content-type"] = contentType;
  if (config.idempotent || config.method === "PUT" || config.method === "DELETE") {
    headers["idempotency-key"] = ctx.idempotencyKey;
  }
  return headers;
}

function refuseStatus(
  config: Config,
  ctx: StepContext,
  answer: Pick<OutboundResponse, "status" | "headers" | "body" | "url">,
): void {
  const isRetried = config.retryOn.includes(answer.status);
  if (isRetried || (config.failOnStatus && answer.status >= 400)) throw statusError(answer, ctx.now(), config.retryOn);
}

/** Straight into the file store: the body is never held in memory. */
async function download(config: Config, ctx: StepContext, request: OutboundRequest): Promise<Answer> {
  const answer = await ctx.stream(request);
  const { status, headers, url } = answer;
  if (status >= 400 || config.retryOn.includes(status)) {
    refuseStatus(config, ctx, { status, headers, url, body: await beginningOf(answer) });
  }
  const file: FileReference = await ctx.files.put(
    { name: downloadName(headers["content-disposition"], url), mediaType: headers["content-type"] ?? "" },
    answer.body,
  );
  return { status, headers, body: file, timings: answer.timings() };
}

async function beginningOf(answer: OutboundStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= ERROR_BYTES) break;
  }
  return Buffer.concat(parts);
}
