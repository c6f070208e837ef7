import { limits as productLimits } from "../config/limits.ts";
import { NodeError, type OutboundRequest, type OutboundResponse } from "../nodes/define.ts";
import { isHeaderName, isHeaderValue } from "../nodes/header-rules.ts";
import { type Connections, createConnections } from "./connections.ts";
import { decodeBody } from "./content-encoding.ts";
import { exchange } from "./exchange.ts";
import { abortFailure } from "./failures.ts";
import { type Hop, nextHop, redirectLocation } from "./redirect-rules.ts";
import { type CheckedResolver, createCheckedResolver, type Resolve, resolveByLookup } from "./resolver.ts";
import { parseTarget } from "./target.ts";

export interface OutboundGate {
  /**
   * Sends one request for a user and reads its answer whole. Every address is checked before it is called, at every
   * redirect again. Statuses are not judged.
   * @throws NodeError `network`, `timeout`, `cancelled`, `upstream`, `output_too_large`, `invalid_input`
   * (`details.reason` says which rule: `address_not_allowed`, `scheme_not_allowed`, `header_not_allowed` …)
   */
  fetch(request: OutboundRequest, signal: AbortSignal): Promise<OutboundResponse>;
  /** Drops every connection; requests under way fail. */
  close(): Promise<void>;
}

/** Milliseconds, bytes and counts. */
export interface OutboundLimits {
  maxBytes: number;
  redirects: number;
  /** For a whole request, redirects included; a node's own time-out usually comes first, through the signal. */
  totalMs: number;
  connectMs: number;
  /** From the request to the first byte of the answer. */
  headersMs: number;
  /** Between two pieces of the answer. */
  idleBodyMs: number;
  dnsCacheMs: number;
  connectionsPerOrigin: number;
}

export interface OutboundOptions {
  /** Whether this machine's own services may be called. */
  allowLoopback: boolean;
  /** Origins (`http://127.0.0.1:4100`) that may be called whatever their addresses are. */
  allowedOrigins?: readonly string[];
  resolve?: Resolve;
  limits?: Partial<OutboundLimits>;
}

const defaults: OutboundLimits = {
  maxBytes: productLimits.httpResponseBytes,
  redirects: productLimits.httpRedirects,
  totalMs: productLimits.runTimeoutMs,
  connectMs: 10_000,
  headersMs: 600_000,
  idleBodyMs: 120_000,
  dnsCacheMs: 5_000,
  connectionsPerOrigin: 128,
};

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

interface Parts {
  limits: OutboundLimits;
  resolver: CheckedResolver;
  connections: Connections;
}

/** The only door through which anything is called for users. Holds the connections it keeps alive: close it. */
export function createOutboundGate(options: OutboundOptions): OutboundGate {
  const limits = { ...defaults, ...options.limits };
  const resolver = createCheckedResolver({
    allowLoopback: options.allowLoopback,
    allowedOrigins: new Set((options.allowedOrigins ?? []).map((origin) => new URL(origin).origin)),
    resolve: options.resolve ?? resolveByLookup,
    cacheMs: limits.dnsCacheMs,
  });
  const connections = createConnections(limits, resolver.check);
  const parts: Parts = { limits, resolver, connections };
  return {
    fetch: (request, signal) => withDeadline(signal, limits.totalMs, (bounded) => follow(parts, request, bounded)),
    close: () => connections.close(),
  };
}

/** Runs `work` under a signal that also fires when the time is up; leaves no timer behind. */
async function withDeadline<T>(outer: AbortSignal, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const forward = () => own.abort(outer.reason);
  const timer = setTimeout(() => own.abort(new DOMException("time is up", "TimeoutError")), ms);
  outer.addEventListener("abort", forward, { once: true });
  if (outer.aborted) forward();
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", forward);
  }
}

async function follow(parts: Parts, request: OutboundRequest, signal: AbortSignal): Promise<OutboundResponse> {
  const { limits } = parts;
  const maxBytes = Math.min(request.maxBytes ?? limits.maxBytes, limits.maxBytes);
  const timings = { dns: 0, connect: 0, tls: 0, server: 0, transfer: 0 };
  let url = parseTarget(request.url);
  let hop = firstHop(request);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await callOnce(parts, hop, url, { maxBytes, signal, follows: request.followRedirects !== false });
    for (const name of ["dns", "connect", "tls", "server", "transfer"] as const) timings[name] += answer.timings[name];
    const location = request.followRedirects === false ? null : redirectLocation(answer.status, answer.headers);
    if (location === null) {
      const body = await decodeBody(answer.body, answer.headers, maxBytes, url.host);
      return { status: answer.status, headers: answer.headers, body, url: url.href, timings: rounded(timings) };
    }
    if (redirects >= limits.redirects) throw redirectsTooOften(url, limits.redirects);
    const next = parseTarget(location, url);
    hop = nextHop(hop, answer.status, url, next);
    url = next;
  }
}

async function callOnce(
  { resolver, connections }: Parts,
  hop: Hop,
  url: URL,
  options: { maxBytes: number; signal: AbortSignal; follows: boolean },
) {
  const askedAt = performance.now();
  const addresses = await unlessAborted(resolver.addressesOf(url), options.signal, url.host);
  const dns = performance.now() - askedAt;
  const answer = await exchange(connections.to(url, addresses), {
    ...hop,
    url,
    maxBytes: options.maxBytes,
    signal: options.signal,
    skipsBody: (status, headers) => options.follows && redirectLocation(status, headers) !== null,
  });
  return { ...answer, timings: { dns, ...answer.timings } };
}

function firstHop(request: OutboundRequest): Hop {
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
  return { method, headers, body: request.body };
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

function rounded(timings: OutboundResponse["timings"]): OutboundResponse["timings"] {
  const tenths = (ms: number) => Math.round(ms * 10) / 10;
  return {
    dns: tenths(timings.dns),
    connect: tenths(timings.connect),
    tls: tenths(timings.tls),
    server: tenths(timings.server),
    transfer: tenths(timings.transfer),
  };
}

function redirectsTooOften(url: URL, most: number): NodeError {
  return new NodeError("upstream", `${url.host} redirects more than ${most} times. The addresses may form a circle.`, {
    retry: "never",
    details: { reason: "too_many_redirects", host: url.host },
  });
}

function refused(message: string, reason: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { reason } });
}
