import type { IncomingMessage } from "node:http";
import { PEER_HEADER } from "../auth/peer.ts";

/** Handlers see headers only, so the socket's address travels as one; what a client sent under its name is dropped. */
export function markPeer(request: IncomingMessage): void {
  const address = request.socket.remoteAddress;
  if (address === undefined) delete request.headers[PEER_HEADER];
  else request.headers[PEER_HEADER] = address;
}
