import { NodeError } from "../nodes/define.ts";
import type { OutboundRequest } from "../nodes/step-context.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import type { Connections, PinnedPool } from "./connections.ts";
import type { AnswerHead, Exchange } from "./exchange-types.ts";
import { abortFailure } from "./failures.ts";
import { firstHop } from "./first-hop.ts";
import type { OutboundLimits, OutboundOptions } from "./gate-options.ts";
import { checkHostPolicy } from "./host-rules.ts";
import { type Hop, nextHop, redirectLocation } from "./redirect-rules.ts";
import type { CheckedResolver } from "./resolver.ts";
import { parseTarget } from "./target.ts";

export interface Parts {
  limits: OutboundLimits;
  resolver: CheckedResolver;
  connections: Connections;
  breaker: CircuitBreaker;
  hostPolicy: OutboundOptions["hostPolicy"];
}

export interface Ask {
  request: OutboundRequest;
  workspaceId: string;
  signal: AbortSignal;
  /** Bytes of the body at most, whatever the request wants. */
  mostBytes: number;
}

/** One request and its redirects, sent by `send`: whole or as a stream. */
export async function follow<A extends AnswerHead>(
  parts: Parts,
  { request, workspaceId, signal, mostBytes }: Ask,
  send: (pinned: PinnedPool, exchange: Exchange) => Promise<A>,
) {
  const { limits } = parts;
  const maxBytes = Math.min(request.maxBytes ?? mostBytes, mostBytes);
  const timings = { dns: 0, connect: 0, tls: 0, server: 0, transfer: 0 };
  const policy = (await parts.hostPolicy?.(workspaceId)) ?? { allow: [], deny: [] };
  let url = parseTarget(request.url);
  let hop = firstHop(request);
  for (let redirects = 0; ; redirects += 1) {
    checkHostPolicy(policy, url);
    const follows = request.followRedirects !== false;
    const circuit = `${workspaceId} ${request.credential ?? ""} ${url.host}`;
    const answer = await guarded(parts.breaker, circuit, url.host, () =>
      callOnce(parts, hop, url, { maxBytes, signal, follows }, send),
    );
    for (const name of ["dns", "connect", "tls", "server", "transfer"] as const) timings[name] += answer.timings[name];
    const location = follows ? redirectLocation(answer.status, answer.headers) : null;
    if (location === null) return { answer, url, timings, maxBytes };
    if (redirects >= limits.redirects) throw redirectsTooOften(url, limits.redirects);
    const next = parseTarget(location, url);
    hop = nextHop(hop, answer.status, url, next);
    url = next;
  }
}

async function guarded<A extends AnswerHead>(
  breaker: CircuitBreaker,
  circuit: string,
  host: string,
  call: () => Promise<A>,
): Promise<A> {
  breaker.enter(circuit, host, performance.now());
  try {
    const answer = await call();
    breaker.leave(circuit, answer.status >= 500 ? "failed" : "worked", performance.now());
    return answer;
  } catch (error) {
    // A wrong name, an address that may not be called, a stopped run: none of it says that the service is ill.
    const code = error instanceof NodeError ? error.code : "";
    const isIll = code === "network" || code === "timeout" || code === "upstream";
    breaker.leave(circuit, isIll ? "failed" : "neither", performance.now());
    throw error;
  }
}

async function callOnce<A extends AnswerHead>(
  { resolver, connections }: Parts,
  hop: Hop,
  url: URL,
  options: { maxBytes: number; signal: AbortSignal; follows: boolean },
  send: (pinned: PinnedPool, exchange: Exchange) => Promise<A>,
) {
  const askedAt = performance.now();
  const addresses = await unlessAborted(resolver.addressesOf(url), options.signal, url.host);
  const dns = performance.now() - askedAt;
  const answer = await send(connections.to(url, addresses), {
    ...hop,
    url,
    maxBytes: options.maxBytes,
    signal: options.signal,
    skipsBody: (status, headers) => options.follows && redirectLocation(status, headers) !== null,
  });
  return { ...answer, timings: { dns, ...answer.timings } };
}

/** A name server that never answers must not outlive the request that asked. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, host: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(abortFailure(signal.reason, host));
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function redirectsTooOften(url: URL, most: number): NodeError {
  return new NodeError("upstream", `${url.host} redirects more than ${most} times. The addresses may form a circle.`, {
    retry: "never",
    details: { reason: "too_many_redirects", host: url.host },
  });
}
