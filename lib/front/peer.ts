import type { IncomingMessage } from "node:http";
import { PEER_HEADER } from "../auth/peer.ts";
import { addressMatcher } from "./allowed-callers.ts";

/**
 * Handlers see headers only, so the caller's address travels as one; what a client sent under its name is dropped. It is
 * the socket's, or behind proxies that are trusted what the outermost of them saw: each appends the address that called it.
 */
export function peerMarker(trustedProxies: readonly string[]): (request: IncomingMessage) => void {
  const isProxy = trustedProxies.length === 0 ? () => false : addressMatcher(trustedProxies);
  return (request) => {
    const address = request.socket.remoteAddress;
    if (address === undefined) delete request.headers[PEER_HEADER];
    else request.headers[PEER_HEADER] = clientBehind(request, address, isProxy);
  };
}

function clientBehind(request: IncomingMessage, peer: string, isProxy: (address: string) => boolean): string {
  if (!isProxy(peer)) return peer;
  const forwarded = String(request.headers["x-forwarded-for"] ?? "").split(",");
  let client = peer;
  while (isProxy(client)) {
    const before = forwarded.pop()?.trim();
    if (!before) return client;
    client = before.slice(0, 64);
  }
  return client;
}
