import type { Dispatcher } from "undici";
import type { PinnedPool } from "./connections.ts";
import type { AnswerHead, Exchange, ExchangeResult, StreamedResult } from "./exchange-types.ts";
import { abortFailure, networkFailure } from "./failures.ts";
import { type Receiver, type Settle, StreamReceiver, WholeReceiver } from "./receiver.ts";

/**
 * One request and its answer on a pinned pool. The body is counted while it arrives: at the first byte too many the
 * connection is dropped.
 * @throws NodeError `network`, `timeout`, `cancelled`, `upstream`, `output_too_large`
 */
export function exchange(pinned: PinnedPool, request: Exchange): Promise<ExchangeResult> {
  return start(pinned, request, (settle) => new WholeReceiver(pinned, request, settle));
}

/** The same, answered with the headers. The body holds the connection until it is read or destroyed. */
export function exchangeStream(pinned: PinnedPool, request: Exchange): Promise<StreamedResult> {
  return start(pinned, request, (settle) => new StreamReceiver(pinned, request, settle));
}

function start<R extends AnswerHead>(
  pinned: PinnedPool,
  request: Exchange,
  receive: (settle: Settle<R>) => Receiver<R>,
): Promise<R> {
  const { promise, resolve, reject } = Promise.withResolvers<R>();
  const { signal, url } = request;
  const receiver = receive({
    resolve,
    reject: (error) => reject(networkFailure(error, url.host)),
    done: () => signal.removeEventListener("abort", onAbort),
  });
  const onAbort = () => receiver.stop(abortFailure(signal.reason, url.host));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  else dispatch(pinned, request, receiver);
  return promise;
}

function dispatch(pinned: PinnedPool, request: Exchange, receiver: Receiver<AnswerHead>): void {
  const { method, url, headers, body } = request;
  // Any method may be asked for; the type lists those that are common.
  const options = { path: `${url.pathname}${url.search}`, method: method as Dispatcher.HttpMethod, headers };
  try {
    pinned.pool.dispatch({ ...options, body: body ?? null }, receiver);
  } catch (error) {
    receiver.stop(error);
  }
}
