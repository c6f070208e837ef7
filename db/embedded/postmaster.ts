import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../start-error.ts";
import { asIdentity, handOver, type Identity } from "./drop-privileges.ts";
import { postgresEnvironment } from "./environment.ts";
import { type Folders, folderError } from "./folders.ts";
import { type PostmasterFile, readPostmasterFile, removeStalePostmasterFile } from "./postmaster-file.ts";
import { isAlive, isPostmasterOf } from "./process-table.ts";
import { clearLeftovers } from "./stale-files.ts";
import { waitUntil } from "./wait-until.ts";

const PORT = 5432;
const START_MS = 60_000;
const STOP_MS = 60_000;
const LOG_BYTES = 10 * 1024 * 1024;

const SETTINGS = [
  "listen_addresses=",
  `port=${PORT}`,
  "unix_socket_permissions=0700",
  "fsync=on",
  "synchronous_commit=on",
  "full_page_writes=on",
  "max_connections=100",
  "jit=off",
];

export interface Postmaster {
  pid: number;
  socketDir: string;
  port: number;
  /** It was running already: the server before us was killed and left it. */
  adopted: boolean;
}

export interface PostmasterPlace {
  folders: Folders;
  identity: Identity;
  socketDir: string;
  dataDir: string;
}

/** Adopts the cluster's running postmaster, or starts one after clearing what a killed one left. */
export async function ensurePostmaster(place: PostmasterPlace): Promise<Postmaster> {
  const { cluster } = place.folders;
  for (let attempt = 0; attempt < 5; attempt++) {
    const found = readPostmasterFile(cluster);
    if (found && isPostmasterOf(found.pid, cluster)) {
      const running = await waitForReady(cluster, found.pid);
      if (running) return { pid: found.pid, socketDir: running.socketDir, port: running.port, adopted: true };
      continue;
    }
    if (found) removeStalePostmasterFile(cluster, found);
    await clearLeftovers(cluster, place.socketDir, PORT);
    const started = await launch(place);
    if (started) return started;
  }
  throw new StartError("postgres_failed", `The built-in database in ${cluster} keeps being stopped by somebody else.`);
}

/** @returns undefined when the process ended, or is about to */
async function waitForReady(cluster: string, pid: number): Promise<PostmasterFile | undefined> {
  let file: PostmasterFile | undefined;
  const ready = () => {
    file = readPostmasterFile(cluster);
    return file?.pid === pid && file.status === "ready";
  };
  const settled = await waitUntil(() => ready() || !isAlive(pid), START_MS);
  if (!settled) {
    throw new StartError("postgres_failed", `PostgreSQL (process ${pid}) in ${cluster} did not get ready in a minute.`);
  }
  return isAlive(pid) ? file : undefined;
}

/** @returns undefined when another instance started the same cluster first */
async function launch(place: PostmasterPlace): Promise<Postmaster | undefined> {
  const { cluster, binaries } = place.folders;
  const log = join(place.dataDir, "postgres.log");
  const settings = [...SETTINGS, `unix_socket_directories=${place.socketDir}`].flatMap((setting) => ["-c", setting]);
  const command = asIdentity(place.identity, binaries.postgres, ["-D", cluster, ...settings]);
  // An instance that ended just now has removed it.
  mkdirSync(place.socketDir, { recursive: true, mode: 0o700 });
  handOver(place.identity, place.socketDir);
  const { child, logStart } = spawnLogged(command, log);
  const failed = await new Promise<Error | undefined>((resolve) => {
    child.once("error", resolve);
    child.once("spawn", () => resolve(undefined));
  });
  if (failed || child.pid === undefined) throw launchError(place.dataDir, String(failed), log);
  child.unref();
  const file = await waitForReady(cluster, child.pid);
  if (file) return { pid: child.pid, socketDir: file.socketDir, port: file.port, adopted: false };
  const said = readFileSync(log).subarray(logStart).toString("utf8");
  if (/lock file "postmaster\.pid" already exists/.test(said)) return undefined;
  throw launchError(place.dataDir, said, log);
}

function spawnLogged(command: ReturnType<typeof asIdentity>, log: string): { child: ChildProcess; logStart: number } {
  if (existsSync(log) && statSync(log).size > LOG_BYTES) renameSync(log, `${log}.1`);
  const file = openSync(log, "a", 0o600);
  const logStart = statSync(log).size;
  const child = spawn(command.file, command.args, {
    cwd: "/",
    // A group of its own: Ctrl-C in the terminal reaches the server alone, which drains before it stops PostgreSQL.
    detached: true,
    stdio: ["ignore", file, file],
    env: postgresEnvironment(),
    uid: command.uid,
    gid: command.gid,
  });
  closeSync(file);
  return { child, logStart };
}

function launchError(dataDir: string, said: string, log: string): StartError {
  const lines = said.trim().split("\n").slice(-8).join("\n");
  return (
    folderError(dataDir, new Error(said)) ??
    new StartError("postgres_failed", `The built-in database did not start. Its log ${log} ends with:\n${lines}`)
  );
}

/** Lets PostgreSQL finish what is committed, write a checkpoint and end. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  if (await waitUntil(() => !isAlive(pid), STOP_MS)) return;
  process.kill(pid, "SIGQUIT");
  await waitUntil(() => !isAlive(pid), 5_000);
}
