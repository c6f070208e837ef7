import { NodeError } from "../nodes/define.ts";
import { isHeaderName, isHeaderValue } from "../nodes/header-rules.ts";
import type { OutboundRequest } from "../nodes/step-context.ts";
import type { Hop } from "./redirect-rules.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** What the gate writes itself: the host decides who is asked, the others how long a message is. */
const ownHeaders = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The request as it is first sent. @throws NodeError `invalid_input` for what cannot be sent */
export function firstHop(request: OutboundRequest): Hop {
  const method = request.method.toUpperCase();
  if (!methods.has(method)) {
    throw refused(`${request.method.slice(0, 40)} is not a method that can be sent.`, "method_not_allowed");
  }
  // Uncompressed answers: what is counted while it arrives is then what it is.
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const lower = name.toLowerCase();
    if (!isHeaderName(name)) throw refused(`"${name.slice(0, 100)}" is not a header name.`, "header_not_allowed");
    if (ownHeaders.has(lower)) {
      throw refused(`The header ${lower} is written for you. Remove it.`, "header_not_allowed");
    }
    if (!isHeaderValue(value)) {
      throw refused(`The header ${lower} holds a line break or a character HTTP cannot send.`, "header_not_allowed");
    }
    headers[lower] = value;
  }
  return { method, headers, body: request.body, privateHeaders: request.privateHeaders ?? [] };
}

function refused(message: string, reason: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { reason } });
}
