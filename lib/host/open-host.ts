import { startEmbeddedPostgres } from "#db/embedded/start.ts";
import { inspectLogin } from "#db/login.ts";
import { type MigrationOptions, migrate, unreachable } from "#db/migrate.ts";
import type { Connection } from "#db/pool.ts";
import type { Env } from "../config/env.ts";
import { loadPreviousKey, loadSecretKey } from "../config/secret-key.ts";
import { createHost, type Host } from "./create-host.ts";
import { setHost } from "./host.ts";

export interface OpenHost {
  host: Host;
  /** Closes the host, then the database it was opened on. */
  close(): Promise<void>;
}

/**
 * Database, schema, host, in this order; what was opened is closed again when a later step fails.
 * @throws StartError in words for the person who started it
 */
export async function openHost(env: Env, log: (line: string) => void): Promise<OpenHost> {
  const database = await openDatabase(env, log);
  try {
    await migrate(database.owner, database.migration);
    const secret = loadSecretKey(env.HEDDLE_DATA_DIR, env.HEDDLE_SECRET_KEY);
    const previous = loadPreviousKey(env.HEDDLE_DATA_DIR, env.HEDDLE_SECRET_KEY_PREVIOUS);
    const complete = { ...env, HEDDLE_SECRET_KEY: secret, HEDDLE_SECRET_KEY_PREVIOUS: previous };
    const host = await createHost({ env: complete, ...database.addresses, log });
    setHost(host);
    return {
      host,
      async close() {
        setHost(undefined);
        await host.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface OpenDatabase {
  addresses: { connection: Connection /** Without a pooler in between. */; direct: Connection };
  /** Who may change the schema. */
  owner: Connection;
  migration: MigrationOptions;
  close(): Promise<void>;
}

async function openDatabase(env: Env, log: (line: string) => void): Promise<OpenDatabase> {
  if (env.DATABASE_URL !== undefined) {
    const connection = { connectionString: env.DATABASE_URL };
    const direct = { connectionString: env.DATABASE_DIRECT_URL ?? env.DATABASE_URL };
    const owner = env.DATABASE_MIGRATION_URL === undefined ? direct : { connectionString: env.DATABASE_MIGRATION_URL };
    const logins = await inspectLogins([...new Set([env.DATABASE_URL, direct.connectionString])]);
    for (const [login, isMighty] of logins) if (isMighty) log(mightyLine(login));
    return {
      addresses: { connection, direct },
      owner,
      migration: owner === direct ? {} : { logins: [...logins.keys()] },
      close: async () => undefined,
    };
  }
  const postgres = await startEmbeddedPostgres({
    dataDir: env.HEDDLE_DATA_DIR,
    log,
    // Nothing goes on without a database: as an error that nobody expected, it ends the process.
    onLost: (error) =>
      setImmediate(() => {
        throw error;
      }),
  });
  const { connection, owner } = postgres;
  return {
    addresses: { connection, direct: connection },
    owner,
    migration: { logins: [connection.user] },
    close: () => postgres.stop(),
  };
}

/** @returns who logs in at those addresses, and whether they could do more than the work needs */
async function inspectLogins(addresses: string[]): Promise<Map<string, boolean>> {
  try {
    const found = await Promise.all(addresses.map((connectionString) => inspectLogin({ connectionString })));
    return new Map(found.map(({ login, isMighty }) => [login, isMighty]));
  } catch (error) {
    throw unreachable(error) ?? error;
  }
}

function mightyLine(login: string): string {
  return `Heddle works on the database as "${login}", who could change its schema or see past row-level security. How to give it a lesser user: "Two database users" in docs/guides/outgrowing-one-machine.md.`;
}
