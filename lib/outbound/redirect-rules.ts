export interface Hop {
  method: string;
  headers: Record<string, string>;
  body: Uint8Array | string | undefined;
  /** In lower case: headers for this origin alone, beside those whose names say so. */
  privateHeaders: readonly string[];
}

const redirecting = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends the caller, or null when it is no redirect that can be followed. */
export function redirectLocation(status: number, headers: Record<string, string>): string | null {
  if (!redirecting.has(status)) return null;
  const location = headers.location;
  return location === undefined || location === "" ? null : location;
}

/**
 * The request as it goes on (RFC 9110, 15.4): 303 asks for the result with GET, and so, as every browser does, do 301
 * and 302 after a POST. Another origin never gets what was meant to prove who calls.
 */
export function nextHop(hop: Hop, status: number, from: URL, to: URL): Hop {
  const becomesGet =
    (status === 303 && hop.method !== "GET" && hop.method !== "HEAD") ||
    ((status === 301 || status === 302) && hop.method === "POST");
  const sameOrigin = from.origin === to.origin;
  const headers = Object.entries(hop.headers).filter(([name]) => {
    if (becomesGet && (/^content-/i.test(name) || /^idempotency-key$/i.test(name))) return false;
    return sameOrigin || !(provesIdentity(name) || hop.privateHeaders.includes(name.toLowerCase()));
  });
  return {
    method: becomesGet ? "GET" : hop.method,
    headers: Object.fromEntries(headers),
    body: becomesGet ? undefined : hop.body,
    privateHeaders: hop.privateHeaders,
  };
}

function provesIdentity(name: string): boolean {
  return /authorization|cookie|token|secret|api-?key|password|signature/i.test(name);
}
