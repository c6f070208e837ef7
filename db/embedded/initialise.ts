import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../start-error.ts";
import { asIdentity, handOver, type Identity } from "./drop-privileges.ts";
import { postgresEnvironment } from "./environment.ts";
import { type Folders, folderError } from "./folders.ts";
import { isAlive } from "./process-table.ts";

/** The release that wrote the cluster must be the one that opens it. */
const MAJOR = "18";
/** Name of a cluster in the making, before the pid of its maker. */
const UNFINISHED = "postgres.new-";

/**
 * Makes the cluster if there is none. It is made aside and moved into place whole, so that a start that was killed in
 * the middle, or two first starts at once, leave either no cluster or a good one.
 */
export function initialiseCluster(folders: Folders, identity: Identity, dataDir: string): void {
  const { cluster } = folders;
  if (existsSync(join(cluster, "PG_VERSION"))) {
    checkVersion(cluster);
    handOver(identity, cluster);
    return;
  }
  removeUnfinished(folders.parent);
  const aside = join(folders.parent, `${UNFINISHED}${process.pid}`);
  mkdirSync(aside, { mode: 0o700 });
  handOver(identity, aside);
  try {
    const { initdb } = folders.binaries;
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    run(identity, initdb, ["-D", aside, "-U", "heddle", "--auth=trust", ...locale, "--no-sync"], dataDir);
    run(identity, initdb, ["-D", aside, "--sync-only"], dataDir);
    moveIntoPlace(aside, cluster);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** What first starts that were killed in the middle left. */
function removeUnfinished(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const maker = Number(name.slice(UNFINISHED.length));
    if (maker === process.pid || !isAlive(maker)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function moveIntoPlace(aside: string, cluster: string): void {
  try {
    renameSync(aside, cluster);
  } catch (error) {
    const madeMeanwhile = existsSync(join(cluster, "PG_VERSION"));
    if (!madeMeanwhile) throw error;
  }
}

function checkVersion(cluster: string): void {
  const version = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  if (version === MAJOR) return;
  throw new StartError(
    "cluster_version",
    `The database in ${cluster} was made by PostgreSQL ${version}, and this Heddle brings PostgreSQL ${MAJOR}. Start the Heddle that made it, or set HEDDLE_DATA_DIR to an empty folder.`,
  );
}

function run(identity: Identity, file: string, args: string[], dataDir: string): void {
  const command = asIdentity(identity, file, args);
  const result = spawnSync(command.file, command.args, {
    cwd: "/",
    encoding: "utf8",
    env: postgresEnvironment(),
    uid: command.uid,
    gid: command.gid,
  });
  if (result.status !== 0) throw initialiseError(result, dataDir);
}

function initialiseError(result: SpawnSyncReturns<string>, dataDir: string): StartError {
  const said = `${result.stderr ?? ""}${result.error?.message ?? ""}`.trim();
  return (
    folderError(dataDir, new Error(said, { cause: result.error })) ??
    new StartError(
      "postgres_failed",
      `The built-in database could not be made in ${dataDir}. PostgreSQL said:\n${said}`,
    )
  );
}
