import type { CircuitBreaker } from "./circuit-breaker.ts";
import type { HostPolicy } from "./host-rules.ts";
import type { Resolve } from "./resolver.ts";

/** Milliseconds, bytes and counts. */
export interface OutboundLimits {
  maxBytes: number;
  /** Of a body that is streamed. */
  maxStreamBytes: number;
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
  /** Rules of a workspace; asked for every request. Default: none. */
  hostPolicy?: (workspaceId: string) => HostPolicy | Promise<HostPolicy>;
  breaker?: CircuitBreaker;
  limits?: Partial<OutboundLimits>;
}
