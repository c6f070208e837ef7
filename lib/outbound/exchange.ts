import type { Dispatcher } from "undici";
import type { PinnedPool } from "./connections.ts";
import { abortFailure, networkFailure, tooLarge } from "./failures.ts";

export interface Exchange {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Uint8Array | string | undefined;
  maxBytes: number;
  signal: AbortSignal;
  /** True when the body of an answer with this status and these headers is of no use: it is then not read. */
  skipsBody(status: number, headers: Record<string, string>): boolean;
}

export interface ExchangeResult {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
  timings: { connect: number; tls: number; server: number; transfer: number };
}

/**
 * One request and its answer on a pinned pool. The body is counted while it arrives: at the first byte too many the
 * connection is dropped.
 * @throws NodeError `network`, `timeout`, `cancelled`, `upstream`, `output_too_large`
 */
export function exchange(pinned: PinnedPool, request: Exchange): Promise<ExchangeResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ExchangeResult>();
  const { signal, url } = request;
  const receiver = new Receiver(pinned, request, {
    resolve(result) {
      signal.removeEventListener("abort", onAbort);
      resolve(result);
    },
    reject(error) {
      signal.removeEventListener("abort", onAbort);
      reject(networkFailure(error, url.host));
    },
  });
  const onAbort = () => receiver.stop(abortFailure(signal.reason, url.host));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  else dispatch(pinned, request, receiver);
  return promise;
}

function dispatch(pinned: PinnedPool, request: Exchange, receiver: Receiver): void {
  const { method, url, headers, body } = request;
  const options = { path: `${url.pathname}${url.search}`, method: method as Dispatcher.HttpMethod, headers };
  try {
    pinned.pool.dispatch({ ...options, body: body ?? null }, receiver);
  } catch (error) {
    receiver.stop(error);
  }
}

interface Settle {
  resolve(result: ExchangeResult): void;
  reject(error: unknown): void;
}

/** Takes one answer from undici. Settles once, also when it is stopped before a connection was there. */
class Receiver implements Dispatcher.DispatchHandler {
  readonly #pinned: PinnedPool;
  readonly #request: Exchange;
  readonly #settle: Settle;
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: unknown;
  #settled = false;
  #skipped = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #startedAt = 0;
  #answeredAt = 0;
  #connect = { connect: 0, tls: 0 };

  constructor(pinned: PinnedPool, request: Exchange, settle: Settle) {
    this.#pinned = pinned;
    this.#request = request;
    this.#settle = settle;
  }

  stop(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#stopped = error;
    this.#chunks = [];
    this.#settle.reject(error);
    this.#controller?.abort(error instanceof Error ? error : new Error("stopped"));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) {
      controller.abort(this.#stopped instanceof Error ? this.#stopped : new Error("stopped"));
      return;
    }
    this.#startedAt = performance.now();
    // A connection is opened for a request that found none: the one that starts on it next pays for it.
    this.#connect = this.#pinned.fresh.shift() ?? this.#connect;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#answeredAt = performance.now();
    this.#status = status;
    this.#headers = joinHeaders(headers);
    this.#skipped = this.#request.skipsBody(status, this.#headers);
    const { method, maxBytes, url } = this.#request;
    const announced = Number(this.#headers["content-length"] ?? 0);
    if (this.#skipped && (announced > SKIPPED_BYTES || Object.hasOwn(this.#headers, "transfer-encoding"))) {
      this.#finish();
      this.#controller?.abort(new Error("not read"));
    } else if (method !== "HEAD" && announced > maxBytes) {
      this.stop(tooLarge(maxBytes, url.host));
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#bytes += chunk.length;
    if (this.#skipped) {
      if (this.#bytes <= SKIPPED_BYTES) return;
      this.#finish();
      this.#controller?.abort(new Error("not read"));
    } else if (this.#bytes > this.#request.maxBytes) {
      this.stop(tooLarge(this.#request.maxBytes, this.#request.url.host));
    } else {
      this.#chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.stop(error);
  }

  #finish(): void {
    if (this.#settled) return;
    this.#settled = true;
    const [only] = this.#chunks;
    const body =
      this.#chunks.length === 1 && only !== undefined
        ? only
        : Buffer.concat(this.#chunks, this.#skipped ? 0 : this.#bytes);
    this.#settle.resolve({
      status: this.#status,
      headers: this.#headers,
      body,
      timings: {
        ...this.#connect,
        server: this.#answeredAt - this.#startedAt,
        transfer: performance.now() - this.#answeredAt,
      },
    });
  }
}

/** A body nobody reads is let through up to here, which keeps the connection; a longer one costs it. */
const SKIPPED_BYTES = 64 * 1024;

/** By lower-case name; a header sent more than once is one list, as HTTP has it. */
function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined.push([name, Array.isArray(value) ? value.join(", ") : value]);
  }
  return Object.fromEntries(joined);
}
