import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { EmbeddedConnection } from "./embedded/connection.ts";
import { readPostmasterFile } from "./embedded/postmaster-file.ts";
import { isAlive, isPostmasterOf } from "./embedded/process-table.ts";
import { startEmbeddedPostgres } from "./embedded/start.ts";
import { migrate } from "./migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgres: { connection: EmbeddedConnection; owner: EmbeddedConnection };
  }
}

/** Name of a test run's data folder, before the pid of the run. */
const PREFIX = "heddle-test-";

/** One cluster for the whole test run, with a migrated database that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const stop = async () => {
    await postgres.stop();
    for (const folder of [dataDir, postgres.connection.host]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(postgres.owner, { logins: [postgres.connection.user] });
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("postgres", { connection: postgres.connection, owner: postgres.owner });
  return stop;
}

/** A test run that was killed leaves its PostgreSQL running. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const run = Number.parseInt(name.slice(PREFIX.length), 10);
    if (Number.isNaN(run) || isAlive(run)) continue;
    const folder = join(tmpdir(), name);
    const postmaster = readPostmasterFile(join(folder, "postgres"));
    if (postmaster && isPostmasterOf(postmaster.pid, join(folder, "postgres"))) process.kill(postmaster.pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}
