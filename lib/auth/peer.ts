/** Set by `server.ts` on every request from the socket itself, over whatever the client sent. */
export const PEER_HEADER = "x-heddle-peer";

/**
 * Address to count failed sign-ins by. A proxy on this machine is believed: the last entry of `X-Forwarded-For` is the
 * one it added.
 */
export function clientAddress(headers: Pick<Headers, "get">): string {
  const peer = headers.get(PEER_HEADER);
  const forwarded = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  if (peer !== null && !isLoopback(peer)) return peer;
  return (forwarded || peer || "unknown").slice(0, 64);
}

/**
 * Does the request come from a browser on this very machine? A proxy on this machine passes on what others ask for, and
 * a name that resolves to loopback may be anybody's page: so every sign of both is looked for.
 */
export function isFromThisMachine(headers: Headers): boolean {
  const peer = headers.get(PEER_HEADER);
  if (peer === null || !isLoopback(peer)) return false;
  const forwarded = headers.get("x-forwarded-for")?.split(",") ?? [];
  if (!forwarded.every((address) => isLoopback(address.trim())) || headers.has("forwarded")) return false;
  const name = headers.get("host")?.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "[::1]" || (name !== undefined && isLoopback(name));
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);
}
