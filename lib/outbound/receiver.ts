import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import type { PinnedPool } from "./connections.ts";
import type { AnswerHead, Exchange, ExchangeResult, StreamedResult } from "./exchange-types.ts";
import { networkFailure, tooLarge } from "./failures.ts";

export interface Settle<R> {
  resolve(result: R): void;
  reject(error: unknown): void;
  /** Nothing more comes: neither of the answer nor of its body. */
  done(): void;
}

/** A body nobody reads is let through up to here, which keeps the connection; a longer one costs it. */
const SKIPPED_BYTES = 64 * 1024;

/** Takes one answer from undici. Settles once, also when it is stopped before a connection was there. */
export abstract class Receiver<R extends AnswerHead> implements Dispatcher.DispatchHandler {
  protected readonly settle: Settle<R>;
  protected readonly request: Exchange;
  protected controller: Dispatcher.DispatchController | undefined;
  readonly #pinned: PinnedPool;
  #stopped: unknown;
  #done = false;
  #skipped = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #bytes = 0;
  #startedAt = 0;
  #answeredAt = 0;
  #connect = { connect: 0, tls: 0 };

  constructor(pinned: PinnedPool, request: Exchange, settle: Settle<R>) {
    this.#pinned = pinned;
    this.request = request;
    this.settle = settle;
  }

  /** The headers are there, and its body is wanted. */
  protected abstract begin(): void;
  protected abstract data(chunk: Buffer): void;
  /** The body is whole, or was skipped. */
  protected abstract finish(isSkipped: boolean): void;
  protected abstract fail(error: unknown): void;

  protected head(): AnswerHead {
    return {
      status: this.#status,
      headers: this.#headers,
      timings: { ...this.#connect, server: this.#answeredAt - this.#startedAt, transfer: this.sinceAnswer() },
    };
  }

  protected sinceAnswer(): number {
    return performance.now() - this.#answeredAt;
  }

  stop(error: unknown): void {
    if (this.#done) return;
    this.#done = true;
    this.#stopped = error;
    this.settle.done();
    this.fail(error);
    this.controller?.abort(error instanceof Error ? error : new Error("stopped"));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.#done) {
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
    if (status < 200 || this.#done) return;
    this.#answeredAt = performance.now();
    this.#status = status;
    this.#headers = joinHeaders(headers);
    this.#skipped = this.request.skipsBody(status, this.#headers);
    const { method, maxBytes, url } = this.request;
    const announced = Number(this.#headers["content-length"] ?? 0);
    if (this.#skipped) {
      if (announced > SKIPPED_BYTES || Object.hasOwn(this.#headers, "transfer-encoding")) this.#cutShort();
    } else if (method !== "HEAD" && announced > maxBytes) this.stop(tooLarge(maxBytes, url.host));
    else this.begin();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#done) return;
    this.#bytes += chunk.length;
    if (this.#skipped) {
      if (this.#bytes > SKIPPED_BYTES) this.#cutShort();
    } else if (this.#bytes > this.request.maxBytes) {
      this.stop(tooLarge(this.request.maxBytes, this.request.url.host));
    } else {
      this.data(chunk);
    }
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.stop(error);
  }

  #cutShort(): void {
    this.#finish();
    this.controller?.abort(new Error("not read"));
  }

  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    this.settle.done();
    this.finish(this.#skipped);
  }
}

/** Holds the body until it is whole. */
export class WholeReceiver extends Receiver<ExchangeResult> {
  #chunks: Buffer[] = [];

  protected begin(): void {}

  protected data(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  protected finish(): void {
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    this.settle.resolve({ ...this.head(), body });
  }

  protected fail(error: unknown): void {
    this.#chunks = [];
    this.settle.reject(error);
  }
}

/** Passes the body on as it is read; what nobody takes stays in the connection. */
export class StreamReceiver extends Receiver<StreamedResult> {
  #body: Readable | undefined;
  #transferMs: number | undefined;

  protected begin(): void {
    this.#answer(
      new Readable({
        read: () => this.controller?.resume(),
        destroy: (error, done) => {
          // Left before its end: the rest is of no use, nor is the connection. After the end this does nothing.
          this.stop(error ?? new Error("not read"));
          done(error);
        },
      }),
    );
  }

  protected data(chunk: Buffer): void {
    if (this.#body?.push(chunk) === false) this.controller?.pause();
  }

  protected finish(isSkipped: boolean): void {
    this.#transferMs = this.sinceAnswer();
    if (isSkipped) this.#answer(Readable.from([]));
    else this.#body?.push(null);
  }

  protected fail(error: unknown): void {
    if (this.#body === undefined) this.settle.reject(error);
    else this.#body.destroy(networkFailure(error, this.request.url.host));
  }

  #answer(body: Readable): void {
    this.#body = body;
    const { timings, ...head } = this.head();
    const transferMs = () => this.#transferMs ?? this.sinceAnswer();
    this.settle.resolve({ ...head, timings: { ...timings, transfer: 0 }, body, transferMs });
  }
}

/** By lower-case name; a header sent more than once is one list, as HTTP has it. */
function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined.push([name, Array.isArray(value) ? value.join(", ") : value]);
  }
  return Object.fromEntries(joined);
}
