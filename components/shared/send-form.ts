import { ApiProblem, addressOf, type CallInput, problemIn } from "#lib/api/client.ts";
import type { AnyContract, Operation, ResultOf } from "#lib/api/contract.ts";
import { parseJson } from "#lib/engine/parse-json.ts";

interface SendOptions {
  /** Bytes that are on their way, of all there are. */
  onProgress?(sent: number, all: number): void;
  signal?: AbortSignal;
}

/**
 * Sends a form with files. Not by `fetch`: browsers tell only here how much of a body has left.
 * @throws ApiProblem; the signal's reason
 */
export function sendForm<C extends AnyContract>(
  operation: Operation<C>,
  input: Omit<CallInput<C>, "body">,
  form: FormData,
  { onProgress, signal }: SendOptions = {},
): Promise<ResultOf<C>> {
  const { promise, resolve, reject } = Promise.withResolvers<ResultOf<C>>();
  const request = new XMLHttpRequest();
  // What `CallInput` is once the contract's own types are set aside.
  const { params } = input as { params?: Record<string, string> };
  request.open(operation.method, `/api/v1${addressOf(operation.path, params)}`);
  request.setRequestHeader("accept", "application/json");
  request.upload.onprogress = ({ loaded, total }) => onProgress?.(loaded, total);
  request.onload = () => {
    // The server made it from the same contract.
    if (request.status >= 200 && request.status < 300) resolve(parseJson(request.responseText) as ResultOf<C>);
    else reject(problemOf(request));
  };
  request.onerror = () => {
    const detail = "The connection broke before all of it was sent. Check it, and try again.";
    reject(new ApiProblem({ code: "network", status: 0, detail }));
  };
  request.onabort = () => reject(signal?.reason ?? new Error("Given up."));
  signal?.addEventListener("abort", () => request.abort(), { once: true });
  request.send(form);
  return promise;
}

function problemOf({ status, responseText }: XMLHttpRequest): ApiProblem {
  let answer: unknown = null;
  try {
    answer = JSON.parse(responseText);
  } catch {
    // It is no answer of the server's then.
  }
  return problemIn(answer, status);
}
