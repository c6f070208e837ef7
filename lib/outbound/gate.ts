import { limits as productLimits } from "../config/limits.ts";
import type { OutboundRequest, OutboundResponse, OutboundStream } from "../nodes/step-context.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { createConnections } from "./connections.ts";
import { decodeBody, decodeStream } from "./content-encoding.ts";
import { startDeadline, withDeadline } from "./deadline.ts";
import { exchange, exchangeStream } from "./exchange.ts";
import { type Ask, follow, type Parts } from "./follow.ts";
import type { OutboundLimits, OutboundOptions } from "./gate-options.ts";
import { checkHostPolicy } from "./host-rules.ts";
import { createCheckedResolver, type ResolvedAddress, resolveByLookup } from "./resolver.ts";
import { parseTarget } from "./target.ts";

export interface OutboundGate {
  /**
   * Sends one request for a user and reads its answer whole. Every address is checked before it is called, at every
   * redirect again. Statuses are not judged.
   * @throws NodeError `network`, `timeout`, `cancelled`, `upstream`, `output_too_large`, `invalid_input`
   * (`details.reason` says which rule: `address_not_allowed`, `scheme_not_allowed`, `header_not_allowed` …)
   */
  fetch(request: OutboundRequest, signal: AbortSignal, workspaceId?: string): Promise<OutboundResponse>;
  /** The same, answered as soon as the headers are there. The signal and the deadline go on holding for the body. */
  stream(request: OutboundRequest, signal: AbortSignal, workspaceId?: string): Promise<OutboundStream>;
  /**
   * Checked addresses of a host, for what is not HTTP: connect to one of them and to nothing else.
   * @throws NodeError as `fetch` does
   */
  addressesOf(host: string, port: number, workspaceId: string): Promise<readonly ResolvedAddress[]>;
  /** Drops every connection; requests under way fail. */
  close(): Promise<void>;
}

const defaults: OutboundLimits = {
  maxBytes: productLimits.httpResponseBytes,
  maxStreamBytes: productLimits.fileBytes,
  redirects: productLimits.httpRedirects,
  totalMs: productLimits.runTimeoutMs,
  connectMs: 10_000,
  headersMs: 600_000,
  idleBodyMs: 120_000,
  dnsCacheMs: 5_000,
  connectionsPerOrigin: 128,
};

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
  const { breaker = new CircuitBreaker(), hostPolicy } = options;
  const parts: Parts = { limits, resolver, connections, breaker, hostPolicy };
  return {
    fetch: (request, signal, workspaceId = "") =>
      withDeadline(signal, limits.totalMs, (bounded) =>
        fetchWhole(parts, { request, workspaceId, signal: bounded, mostBytes: limits.maxBytes }),
      ),
    stream: (request, signal, workspaceId = "") =>
      openStream(parts, { request, workspaceId, signal, mostBytes: limits.maxStreamBytes }),
    async addressesOf(host, port, workspaceId) {
      const url = parseTarget(`http://${host}:${port}`);
      checkHostPolicy((await hostPolicy?.(workspaceId)) ?? { allow: [], deny: [] }, url);
      return resolver.addressesOf(url);
    },
    close: () => connections.close(),
  };
}

async function fetchWhole(parts: Parts, ask: Ask): Promise<OutboundResponse> {
  const { answer, url, timings, maxBytes } = await follow(parts, ask, exchange);
  const body = await decodeBody(answer.body, answer.headers, maxBytes, url.host);
  return { status: answer.status, headers: answer.headers, body, url: url.href, timings: rounded(timings) };
}

/** The deadline and the signal outlive this call: they end with the body. */
async function openStream(parts: Parts, ask: Ask): Promise<OutboundStream> {
  const deadline = startDeadline(ask.signal, parts.limits.totalMs);
  try {
    const { answer, url, timings, maxBytes } = await follow(parts, { ...ask, signal: deadline.signal }, exchangeStream);
    const body = decodeStream(answer.body, answer.headers, maxBytes, url.host);
    return {
      status: answer.status,
      headers: answer.headers,
      url: url.href,
      body: ending(body, deadline.end),
      timings: () => rounded({ ...timings, transfer: timings.transfer + answer.transferMs() }),
    };
  } catch (error) {
    deadline.end();
    throw error;
  }
}

async function* ending(body: AsyncIterable<Uint8Array>, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    end();
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
