import { Pool as NeonPool, neonConfig } from "@neondatabase/serverless";
import pg from "pg";

/** Neon's own driver speaks PostgreSQL over a WebSocket, which wakes a sleeping database and passes where TCP may not. */
export type Driver = "pg" | "neon";

export function driverFor(options: { connectionString?: string | undefined; host?: string | undefined }): Driver {
  return hostOf(options).endsWith(".neon.tech") ? "neon" : "pg";
}

/** A pool for this address. `options` are those of `pg.Pool`; the caller listens to its `error` events and ends it. */
export function connect(options: pg.PoolConfig): pg.Pool {
  if (driverFor(options) === "pg") return new pg.Pool(options);
  // Node's own WebSocket: named because Neon's driver looks for one only in browsers and workers.
  neonConfig.webSocketConstructor = WebSocket;
  // The driver's pool extends pg's and is documented as its drop-in replacement; only the type declarations are its own.
  return new NeonPool(options as ConstructorParameters<typeof NeonPool>[0]) as unknown as pg.Pool;
}

function hostOf(options: { connectionString?: string | undefined; host?: string | undefined }): string {
  if (options.connectionString === undefined) return options.host ?? "";
  try {
    return new URL(options.connectionString).hostname.toLowerCase();
  } catch {
    return "";
  }
}
