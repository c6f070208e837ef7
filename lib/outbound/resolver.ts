import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { NodeError } from "../nodes/define.ts";
import { type AddressRange, refusedRange } from "./address-rules.ts";
import { networkFailure } from "./failures.ts";

export interface ResolvedAddress {
  address: string;
  family: number;
}
/** Every address of a host name; rejects as `dns.lookup` does. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>;

export interface CheckedResolver {
  /**
   * Every address of the URL's host, all of them checked.
   * @throws NodeError `network` when there is none, `invalid_input` when one of them may not be called
   */
  addressesOf(url: URL): Promise<readonly ResolvedAddress[]>;
  /** @throws NodeError when `address` may not be called under the URL's origin */
  check(url: URL, address: string): void;
}

export interface ResolverOptions {
  allowLoopback: boolean;
  /** Origins the operator opened by hand: their addresses are not judged. */
  allowedOrigins: ReadonlySet<string>;
  resolve: Resolve;
  /** Milliseconds an answer is kept: within it a host is asked for once, and its checked addresses are the ones used. */
  cacheMs: number;
}

const MAX_CACHED = 1_000;

export const resolveByLookup: Resolve = (hostname) => lookup(hostname, { all: true, order: "verbatim" });

export function createCheckedResolver(options: ResolverOptions): CheckedResolver {
  const cache = new Map<string, { until: number; answer: Promise<ResolvedAddress[]> }>();

  function ask(hostname: string): Promise<ResolvedAddress[]> {
    const now = performance.now();
    const known = cache.get(hostname);
    if (known !== undefined && known.until > now) return known.answer;
    const answer = options.resolve(hostname);
    cache.delete(hostname);
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? "");
    cache.set(hostname, { until: now + options.cacheMs, answer });
    answer.catch(() => {
      if (cache.get(hostname)?.answer === answer) cache.delete(hostname);
    });
    return answer;
  }

  function check(url: URL, address: string): void {
    const range = refusedRange(address);
    if (range === null || options.allowedOrigins.has(url.origin)) return;
    if (range === "loopback" && options.allowLoopback) return;
    throw notAllowed(url, range);
  }

  return {
    check,
    async addressesOf(url) {
      const hostname = bareHostname(url);
      const family = isIP(hostname);
      const addresses = family === 0 ? await resolved(ask(hostname), url) : [{ address: hostname, family }];
      for (const { address } of addresses) check(url, address);
      return addresses;
    },
  };
}

async function resolved(answer: Promise<ResolvedAddress[]>, url: URL): Promise<ResolvedAddress[]> {
  try {
    const addresses = await answer;
    if (addresses.length > 0) return addresses;
  } catch (error) {
    throw networkFailure(error, url.hostname);
  }
  throw networkFailure({ code: "ENOTFOUND" }, url.hostname);
}

/** IPv6 literals without their brackets. */
function bareHostname(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function notAllowed(url: URL, range: AddressRange): NodeError {
  // The address itself stays unsaid: it would tell an outsider what a name means inside the network.
  return new NodeError(
    "invalid_input",
    `${url.host} leads to a ${range} address, and workflows may only call public ones. Whoever runs this server can allow it.`,
    { retry: "never", details: { reason: "address_not_allowed", host: url.host, range } },
  );
}
