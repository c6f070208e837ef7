import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { createDatabase, type Database } from "./client.ts";
import type { EmbeddedConnection } from "./embedded/connection.ts";

export interface TestDatabase {
  db: Database;
  /** As the product logs in. */
  connection: EmbeddedConnection;
  /** As the owner of the tables, whom no policy holds back. */
  owner: EmbeddedConnection;
  /** Closes `db` and drops the database; fails if a connection of the test is still open. */
  close(): Promise<void>;
}

/** A migrated, empty database of its own for one test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const { connection, owner, drop } = await emptyDatabase("heddle");
  const db = createDatabase({ connection });
  return {
    db,
    connection,
    owner,
    async close() {
      await db.close();
      await drop();
    },
  };
}

/** A database cloned from `template`: `heddle` is migrated, `template1` has nothing in it. */
export async function emptyDatabase(
  template: "heddle" | "template1",
): Promise<{ connection: EmbeddedConnection; owner: EmbeddedConnection; drop(): Promise<void> }> {
  const server = inject("postgres");
  const database = `test_${randomBytes(6).toString("hex")}`;
  await administer(server.owner, `create database ${database} template ${template} strategy file_copy`);
  return {
    connection: { ...server.connection, database },
    owner: { ...server.owner, database },
    drop: () => administer(server.owner, `drop database ${database}`),
  };
}

/** `create database` needs a connection elsewhere, and the template free of any. */
async function administer(server: EmbeddedConnection, statement: string): Promise<void> {
  const client = new pg.Client({ ...server, database: "postgres" });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
