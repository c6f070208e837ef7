import { errorCode } from "../errors.ts";
import { NodeError } from "../nodes/define.ts";

/** What people read when a connection fails, by the code Node, OpenSSL or undici gives it. */
export function networkFailure(error: unknown, host: string): NodeError {
  if (error instanceof NodeError) return error;
  const code = codeOf(error);
  const more = { details: { reason: code, host }, cause: error };
  switch (code) {
    case "ENOTFOUND":
    case "EAI_NONAME":
    case "ENODATA":
      return new NodeError("network", `There is no server called ${host}. Check the spelling of the address.`, more);
    case "EAI_AGAIN":
      return new NodeError("network", `The name ${host} could not be looked up just now.`, more);
    case "ECONNREFUSED":
      return new NodeError(
        "network",
        `${host} refused the connection. Check the port, and that the server is on.`,
        more,
      );
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ETIMEDOUT":
      return new NodeError("timeout", `${host} could not be reached in time.`, more);
    case "UND_ERR_HEADERS_TIMEOUT":
      return new NodeError("timeout", `${host} took the request but did not answer in time.`, more);
    case "UND_ERR_BODY_TIMEOUT":
      return new NodeError("timeout", `${host} stopped in the middle of its answer.`, more);
    case "UND_ERR_HEADERS_OVERFLOW":
    case "HPE_HEADER_OVERFLOW":
      return new NodeError("upstream", `${host} sent more headers than can be taken.`, { ...more, retry: "never" });
    case "UND_ERR_INVALID_ARG":
      return new NodeError("invalid_input", `The request to ${host} cannot be sent: ${messageOf(error)}.`, {
        ...more,
        retry: "never",
      });
  }
  if (isCertificateProblem(code)) {
    return new NodeError(
      "network",
      `The certificate of ${host} cannot be trusted (${code}). It may be expired, self-made or made for another name.`,
      { ...more, retry: "never" },
    );
  }
  if (code.startsWith("HPE_") || code.startsWith("UND_ERR_RES") || code.startsWith("ERR_SSL")) {
    return new NodeError("upstream", `${host} did not answer as a web server does (${code}).`, more);
  }
  return new NodeError("network", `The connection to ${host} broke (${code}).`, more);
}

/** Why a request was stopped by its signal: its time was up, or nobody wants the answer any more. */
export function abortFailure(reason: unknown, host: string): NodeError {
  if (reason instanceof NodeError) return reason;
  const timedOut = reason instanceof Error && reason.name === "TimeoutError";
  return timedOut
    ? new NodeError("timeout", `${host} did not answer in time.`, { details: { host } })
    : new NodeError("cancelled", "The request was stopped.", { retry: "never", details: { host } });
}

export function tooLarge(maxBytes: number, host: string): NodeError {
  return new NodeError(
    "output_too_large",
    `The answer of ${host} is larger than ${sizeText(maxBytes)}. Ask for less: a page, a filter, or fewer fields.`,
    { retry: "never", details: { maxBytes, host } },
  );
}

function sizeText(bytes: number): string {
  const mebi = bytes / (1024 * 1024);
  return mebi >= 1 ? `${Math.round(mebi * 10) / 10} MiB` : `${bytes} bytes`;
}

function codeOf(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined) return code;
  // undici leaves some of its parser's errors without the code that the others have.
  if (error instanceof Error && error.name === "HTTPParserError") return "HPE_INVALID";
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return typeof error === "object" && error !== null && "cause" in error ? codeOf(error.cause) : "unknown";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "not a valid request";
}

function isCertificateProblem(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS_CERT_ALTNAME_INVALID/.test(code);
}
