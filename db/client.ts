import { NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres/session";
import { PgDialect } from "drizzle-orm/pg-core";
import type pg from "pg";
import { type Connection, openPool } from "./pool.ts";

/** Which workspace a query is about. There is no way to query a workspace's tables without one. */
export interface WorkspaceScope {
  workspaceId: string;
}

type NoSchema = Record<string, never>;
/** A Drizzle transaction on one connection. `tx.transaction()` inside it is a savepoint. */
export type Tx = NodePgTransaction<NoSchema, NoSchema>;

export interface Database {
  /**
   * One transaction as `heddle_app` that sees and writes rows of this workspace only: PostgreSQL's row-level security
   * compares every row with the scope. Commits when `fn` resolves, rolls back when it throws.
   */
  withWorkspace<T>(scope: WorkspaceScope, fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction as `heddle_auth`: people, sessions, members and keys, before a workspace is known. */
  withAuth<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction as `heddle_engine`: runs and triggers of all workspaces. */
  withEngine<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** Connections that have done `set role heddle_engine`, for the journal's own statements. */
  engine: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  connection: Connection;
  /** Address without a pooler, for connections that keep their role. Default: `connection`. */
  direct?: Connection;
  /** Most connections for requests. Default 10. */
  max?: number;
  /** Most connections for the engine. Default 4. */
  engineMax?: number;
}

export function createDatabase(options: DatabaseOptions): Database {
  const app = openPool(options.connection, { max: options.max ?? 10 });
  const engine = openPool(options.direct ?? options.connection, { max: options.engineMax ?? 4, role: "heddle_engine" });
  const dialect = new PgDialect();
  const sessions = new WeakMap<pg.PoolClient, NodePgSession<NoSchema, NoSchema>>();

  function transactionOn(client: pg.PoolClient): Tx {
    let session = sessions.get(client);
    if (!session) {
      session = new NodePgSession<NoSchema, NoSchema>(client, dialect, undefined);
      sessions.set(client, session);
    }
    return new NodePgTransaction<NoSchema, NoSchema>(dialect, session, undefined);
  }

  async function transact<T>(pool: pg.Pool, begin: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const result = await fn(transactionOn(client));
      await client.query("commit");
      return result;
    } catch (error) {
      // A connection that cannot even roll back is in an unknown state: the pool must not hand it out again.
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    withWorkspace: async (scope, fn) => transact(app, beginInWorkspace(scope), fn),
    withAuth: (fn) => transact(app, "begin; set local role heddle_auth", fn),
    withEngine: (fn) => transact(engine, "begin", fn),
    engine,
    close: async () => {
      await Promise.all([app.end(), engine.end()]);
    },
  };
}

/** One round trip: several statements in one message take no parameters, so the id's alphabet is checked instead. */
function beginInWorkspace({ workspaceId }: WorkspaceScope): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(workspaceId)) throw new Error("A workspace id holds letters, digits, _ and -.");
  return `begin; set local role heddle_app; select set_config('heddle.workspace_id', '${workspaceId}', true)`;
}
