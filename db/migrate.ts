import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { errorCode, errorMessage } from "#lib/errors.ts";
import { connect } from "./connect.ts";
import { admitLogin } from "./login.ts";
import { isStartError, StartError } from "./start-error.ts";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
/** "migrate" in ASCII: servers that start at once bring the schema up one after the other. */
const LOCK = "30796665482998885";
const OLDEST_SERVER = 15;

export interface MigrationConnection {
  connectionString?: string;
  host?: string;
  port?: number;
  user?: string;
  database?: string;
}

export interface MigrationOptions {
  /** Other users than the one who migrates, who are to do the work on that schema. */
  logins?: string[];
  folder?: string;
}

/**
 * Brings the schema to what this code knows. Needs a direct connection: the lock lives in one session, which a
 * transaction pooler does not keep.
 * @throws StartError when the server is too old, cannot be reached, holds a schema that is newer than the code, or gives
 * the user too few rights
 */
export async function migrate(connection: MigrationConnection, options: MigrationOptions = {}): Promise<void> {
  const { logins = [], folder = MIGRATIONS } = options;
  const pool = connect({ ...connection, max: 1, application_name: "heddle-migrate" });
  pool.on("error", () => undefined);
  try {
    const client = await pool.connect();
    try {
      await refuseOldServer(client);
      await refuseLesserUser(client);
      await client.query("select pg_advisory_lock($1)", [LOCK]);
      await refuseNewerSchema(client, folder);
      await runMigrations(drizzle(client), { migrationsFolder: folder });
      for (const login of logins) await admitLogin(client, login);
      await client.query("select pg_advisory_unlock($1)", [LOCK]);
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  } catch (error) {
    throw isStartError(error) ? error : (unreachable(error) ?? error);
  } finally {
    await pool.end();
  }
}

async function refuseOldServer(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
    "select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version",
  );
  const row = rows[0];
  if (row && Number(row.server_version_num) >= OLDEST_SERVER * 10_000) return;
  throw new StartError(
    "postgres_too_old",
    `The database server is PostgreSQL ${row?.server_version}. Heddle needs ${OLDEST_SERVER} or newer: upgrade the server, or unset DATABASE_URL to use the built-in database.`,
  );
}

async function refuseLesserUser(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ name: string; user: string; may: boolean }>(
    "select current_database() as name, current_user::text as user, has_database_privilege(current_database(), 'CREATE') as may",
  );
  const row = rows[0];
  if (!row || row.may) return;
  throw new StartError(
    "rights_missing",
    `The database user "${row.user}" may not change the schema of "${row.name}". Set DATABASE_MIGRATION_URL to the address with the user who owns it.`,
  );
}

/** Old code on a newer schema would misread rows, or fail in the middle of a run. */
async function refuseNewerSchema(client: pg.PoolClient, folder: string): Promise<void> {
  const { rows: tables } = await client.query<{ name: string | null }>(
    "select to_regclass('drizzle.__drizzle_migrations')::text as name",
  );
  if (!tables[0]?.name) return;
  const known = knownMigrations(folder);
  const { rows } = await client.query<{ created_at: string }>("select created_at from drizzle.__drizzle_migrations");
  const unknown = rows.filter((row) => !known.has(Number(row.created_at)));
  if (unknown.length === 0) return;
  throw new StartError(
    "schema_newer",
    `The database was last used by a newer Heddle: it holds ${unknown.length} schema ${unknown.length === 1 ? "change" : "changes"} that this version does not know. Start the newer version, or restore a backup from before the update.`,
  );
}

function knownMigrations(folder: string): Set<number> {
  // As drizzle-kit writes it.
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")) as { entries: { when: number }[] };
  return new Set(journal.entries.map((entry) => entry.when));
}

const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN", "EHOSTUNREACH", "ECONNRESET"]);
/** PostgreSQL: wrong password, unknown role, unknown database. */
const REFUSED = new Set(["28P01", "28000", "3D000"]);

/** What to say of a database that could not be reached; undefined for any other error. */
export function unreachable(error: unknown): StartError | undefined {
  const code = errorCode(error);
  if (code !== undefined && UNREACHABLE.has(code)) {
    return new StartError(
      "database_unreachable",
      `The database server does not answer (${code}). Check the address in DATABASE_URL, or in DATABASE_MIGRATION_URL, and that the server runs.`,
      error,
    );
  }
  if (code !== undefined && REFUSED.has(code)) {
    return new StartError(
      "database_unreachable",
      `The database server refused the connection: ${errorMessage(error)}. Check user, password and database name in DATABASE_URL, or in DATABASE_MIGRATION_URL.`,
      error,
    );
  }
  return undefined;
}
