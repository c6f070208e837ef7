import type pg from "pg";
import { connect } from "./connect.ts";

/** How a PostgreSQL is reached: an address, or its parts. */
export interface Connection {
  connectionString?: string;
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
}

interface PoolOptions {
  max: number;
  /** Every connection acts as this role from the start. */
  role?: "heddle_engine";
}

export function openPool(connection: Connection, { max, role }: PoolOptions): pg.Pool {
  const pool = connect({ ...connection, max, ...(role && { verify: actAs(role) }) });
  // A connection that the server closes, idle or in use, fails its queries; unheard, its event would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

type Verify = NonNullable<pg.PoolConfig["verify"]>;

/** `verify` is awaited before a new connection is handed out; a listener for `connect` is not. */
function actAs(role: string): Verify {
  return (client, done) => {
    client.query(`set role ${role}`).then(
      () => done(),
      (error: Error) => done(error),
    );
  };
}
