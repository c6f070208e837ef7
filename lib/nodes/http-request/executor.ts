import type { z } from "zod";
import { defineStep, type StepContext } from "../define.ts";
import { definition } from "./definition.ts";
import { readAnswer } from "./read-answer.ts";
import { bodyOf, headersOf, urlOf } from "./request-parts.ts";
import { statusError } from "./status-error.ts";

type Config = z.output<typeof definition.config>;

export default defineStep(definition, async ({ config, ctx }) => {
  const { body, contentType } = bodyOf(config.body);
  const answer = await ctx.fetch({
    method: config.method,
    url: urlOf(config.url, config.query),
    headers: { ...standardHeaders(config, ctx, contentType), ...headersOf(config.headers) },
    ...(body === undefined ? {} : { body }),
  });
  if (config.failOnStatus && answer.status >= 400) throw statusError(answer, ctx.now());
  const output = {
    status: answer.status,
    headers: answer.headers,
    body: readAnswer(answer, config.response),
    timings: answer.timings,
  };
  return { port: "out", output };
});

/** Those that the node's own headers of the same name replace. */
function standardHeaders(config: Config, ctx: StepContext, contentType: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { accept: "*/*", "user-agent": "Heddle" };
  if (contentType !== undefined) headers["content-type"] = contentType;
  if (config.idempotent || config.method === "PUT" || config.method === "DELETE") {
    headers["idempotency-key"] = ctx.idempotencyKey;
  }
  return headers;
}
