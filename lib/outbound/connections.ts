import type { Socket } from "node:net";
import { buildConnector, Pool } from "undici";
import type { ResolvedAddress } from "./resolver.ts";

/** What opening one connection took, in milliseconds. */
export interface ConnectTimings {
  connect: number;
  tls: number;
}

export interface PinnedPool {
  pool: Pool;
  /** Connections that were opened and whose cost no request has been given yet, oldest first. */
  fresh: ConnectTimings[];
}

export interface Connections {
  /** Kept-alive connections of `origin` to exactly these addresses. */
  to(url: URL, addresses: readonly ResolvedAddress[]): PinnedPool;
  close(): Promise<void>;
}

export interface ConnectionLimits {
  connectMs: number;
  headersMs: number;
  idleBodyMs: number;
  connectionsPerOrigin: number;
}

const MAX_POOLS = 500;

/** `verify` is asked about the address a socket really has, before anything is sent on it; it throws to refuse. */
export function createConnections(
  limits: ConnectionLimits,
  verify: (url: URL, remoteAddress: string) => void,
): Connections {
  const pools = new Map<string, PinnedPool>();

  function open(url: URL, addresses: readonly ResolvedAddress[]): PinnedPool {
    const fresh: ConnectTimings[] = [];
    const pool = new Pool(url.origin, {
      connections: limits.connectionsPerOrigin,
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.idleBodyMs,
      allowH2: false,
      connect: pinnedConnector(url, addresses, limits.connectMs, fresh, verify),
    });
    return { pool, fresh };
  }

  return {
    to(url, addresses) {
      const key = `${url.origin} ${addresses
        .map(({ address }) => address)
        .sort()
        .join(" ")}`;
      const known = pools.get(key);
      if (known !== undefined) {
        // Least recently used first: that is what the next line but one evicts.
        pools.delete(key);
        pools.set(key, known);
        return known;
      }
      if (pools.size >= MAX_POOLS) evictOldest(pools);
      const made = open(url, addresses);
      pools.set(key, made);
      return made;
    },
    async close() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map(({ pool }) => pool.destroy()));
    },
  };
}

function evictOldest(pools: Map<string, PinnedPool>): void {
  const oldest = pools.entries().next().value;
  if (oldest === undefined) return;
  pools.delete(oldest[0]);
  // Requests under way on it end as they would have; their callers hear of errors, this one has no one to tell.
  oldest[1].pool.close().catch(() => {});
}

/** Connects to the given addresses whatever the host's name means by now; name and certificate stay the host's. */
function pinnedConnector(
  url: URL,
  addresses: readonly ResolvedAddress[],
  timeout: number,
  fresh: ConnectTimings[],
  verify: (url: URL, remoteAddress: string) => void,
): buildConnector.connector {
  const connect = buildConnector({
    timeout,
    allowH2: false,
    lookup: (_hostname, options, callback) => {
      const [first] = addresses;
      if (options.all) callback(null, [...addresses]);
      else callback(null, first?.address ?? "", first?.family);
    },
  });
  return (options, callback) => {
    const startedAt = performance.now();
    let connectedAt = startedAt;
    // undici's connector returns its socket, which its types leave out: the moment TCP is up is not told otherwise.
    const socket = connect(options, (error, opened) => {
      if (error !== null) return callback(error, null);
      try {
        verify(url, opened.remoteAddress ?? "");
      } catch (refusal) {
        opened.destroy();
        // `verify` throws nothing else.
        return callback(refusal as Error, null);
      }
      const now = performance.now();
      const tls = options.protocol === "https:" ? now - connectedAt : 0;
      fresh.push({ connect: now - startedAt - tls, tls });
      callback(null, opened);
    }) as unknown as Socket | undefined;
    socket?.once("connect", () => {
      connectedAt = performance.now();
    });
  };
}
