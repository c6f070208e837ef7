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
    else request.headers[PEER_HEADER] = isProxy(address) ? clientBehind(request, address, isProxy) : address;
  };
}

function clientBehind(request: IncomingMessage, proxy: string, isProxy: (address: string) => boolean): string {
  const forwarded = String(request.headers["x-forwarded-for"] ?? "").split(",");
  let client = proxy;
  while (isProxy(client)) {
    const before = forwarded.pop()?.trim();
    if (!before) return client;
    client = before.slice(0, 64);
  }
  return client;
}
