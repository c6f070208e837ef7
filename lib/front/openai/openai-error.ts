import "server-only";
import { type AppError, isAppError } from "../../errors.ts";

/** What OpenAI's clients read of an error. */
interface OpenAiError {
  message: string;
  type: string;
  param: string | null;
  code: string;
}

/** Codes that programs for that interface know; all others are Heddle's own. */
const known: Readonly<Record<string, string>> = {
  not_signed_in: "invalid_api_key",
  not_allowed: "insufficient_permissions",
  rate_limited: "rate_limit_exceeded",
};

/** Its types, by status. */
const types: Readonly<Record<number, string>> = {
  401: "authentication_error",
  403: "permission_error",
  429: "rate_limit_error",
};

/** An error as OpenAI's interface has them: what does not parse is 400 there, and names one field. */
export function openAiErrorResponse(error: unknown, requestId: string): Response {
  const { status, headers } = isAppError(error) ? error : { status: 500, headers: {} };
  return new Response(JSON.stringify({ error: openAiError(error, requestId) }), {
    status: status === 422 ? 400 : status,
    headers: { ...headers, ...dontRepeat(status), "content-type": "application/json", "cache-control": "no-store" },
  });
}

export function openAiError(error: unknown, requestId: string): OpenAiError {
  if (!isAppError(error)) {
    const message = `Something went wrong on the server. Its log names the cause under ${requestId}.`;
    return { message, type: "server_error", param: null, code: "internal" };
  }
  const { status, code, errors } = error;
  const type = types[status] ?? (status >= 500 ? "server_error" : "invalid_request_error");
  const param = errors?.[0]?.path.replaceAll(/\.(\d+)/g, "[$1]") || paramOf(error);
  return { message: error.message, type, param, code: known[code] ?? code };
}

function paramOf({ code }: AppError): string | null {
  return code === "model_not_found" ? "model" : null;
}

/** Its clients ask again after every 5xx; a run that has failed would be made once more, with all that it does. */
function dontRepeat(status: number): Record<string, string> {
  return status >= 500 ? { "x-should-retry": "false" } : {};
}
