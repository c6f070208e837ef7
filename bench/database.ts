import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, type Database } from "#db/client.ts";
import type { EmbeddedConnection } from "#db/embedded/connection.ts";
import { startEmbeddedPostgres } from "#db/embedded/start.ts";
import { migrate } from "#db/migrate.ts";
import { workspaces } from "#db/schema/auth.ts";
import { newId } from "#lib/ids.ts";

export interface BenchDatabase {
  db: Database;
  connection: EmbeddedConnection;
  owner: EmbeddedConnection;
  workspaceId: string;
  close(): Promise<void>;
}

/** A PostgreSQL of its own, as the product starts it, with one workspace. */
export async function openDatabase(): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  await migrate(postgres.owner, { logins: [postgres.connection.user] });
  const db = createDatabase({ connection: postgres.connection });
  const workspaceId = newId("ws");
  await db.withAuth((tx) => tx.insert(workspaces).values({ id: workspaceId, slug: "bench", name: "Bench" }));
  return {
    db,
    connection: postgres.connection,
    owner: postgres.owner,
    workspaceId,
    async close() {
      await db.close();
      await postgres.stop();
      for (const folder of [dataDir, postgres.connection.host]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
