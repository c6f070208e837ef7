import type { Repeat } from "../../engine/graph.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { parseJson } from "../../engine/parse-json.ts";
import { NodeError } from "../define.ts";
import { headerText, isHeaderName, isHeaderValue } from "../header-rules.ts";
import type { OutboundRequest, StepContext } from "../step-context.ts";
import { addressWith } from "./http-address.ts";
import type { HttpTool } from "./tool-config.ts";

/** Answers are cut further before the model sees them. */
const MOST_BYTES = 2 * 1024 * 1024;
const SHOWN_ERROR = 2_000;

/** JSON Schema of what the model gives. */
export function inputOfHttp({ parameters }: HttpTool): JsonObject {
  const types = { text: "string", number: "number", boolean: "boolean" } as const;
  return {
    type: "object",
    properties: Object.fromEntries(
      parameters.map(({ name, type, description }): [string, JsonObject] => [
        name,
        { type: types[type], ...(description.trim() === "" ? {} : { description: description.trim() }) },
      ]),
    ),
    // A path has no place that may stay empty.
    required: parameters.filter((one) => one.required || one.in === "path").map(({ name }) => name),
    additionalProperties: false,
  };
}

export function repeatOfHttp({ method, idempotent }: HttpTool): Repeat {
  if (method === "GET") return "safe";
  return method === "PUT" || method === "DELETE" || idempotent ? "keyed" : "unsafe";
}

/** One call of the operation. @throws NodeError */
export async function callHttp(tool: HttpTool, step: StepContext, given: JsonObject): Promise<Json> {
  const request = requestOf(tool, step, given);
  const signed = tool.credential === "" ? request : (await step.credentials.get(tool.credential)).authorize(request);
  const { status, headers, body } = await step.fetch(signed);
  const text = new TextDecoder().decode(body);
  if (status < 400) return { status, body: readBody(text, headers["content-type"] ?? "") };
  const isRetried = status === 408 || status === 429 || status >= 500;
  const code =
    status === 401 || status === 403
      ? "auth"
      : status === 429
        ? "rate_limited"
        : status === 404
          ? "not_found"
          : "upstream";
  throw new NodeError(code, `The service answered ${status}: ${text.slice(0, SHOWN_ERROR)}`, {
    retry: isRetried ? "default" : "never",
    details: { status },
  });
}

function requestOf(tool: HttpTool, step: StepContext, given: JsonObject): OutboundRequest {
  let url: string;
  try {
    url = addressWith(tool, given);
  } catch (error) {
    throw new NodeError("invalid_input", error instanceof Error ? error.message : "The address cannot be made.", {
      retry: "never",
    });
  }
  const inBody = tool.parameters.filter((one) => one.in === "body" && Object.hasOwn(given, one.name));
  const headers: Record<string, string> = {
    accept: "application/json, text/*;q=0.9, */*;q=0.1",
    "user-agent": "Heddle",
  };
  if (inBody.length > 0) headers["content-type"] = "application/json";
  if (repeatOfHttp(tool) === "keyed") headers["idempotency-key"] = step.idempotencyKey;
  for (const { name, value } of tool.headers) {
    const text = headerText(value);
    if (!isHeaderName(name) || !isHeaderValue(text)) {
      throw new NodeError("invalid_config", `The header ${name.slice(0, 100)} cannot be sent.`, { retry: "never" });
    }
    headers[name.toLowerCase()] = text;
  }
  return {
    method: tool.method,
    url,
    headers,
    maxBytes: MOST_BYTES,
    ...(inBody.length === 0
      ? {}
      : { body: JSON.stringify(Object.fromEntries(inBody.map(({ name }) => [name, given[name]]))) }),
  };
}

function readBody(text: string, type: string): Json {
  if (!/\bjson\b/i.test(type)) return text;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
