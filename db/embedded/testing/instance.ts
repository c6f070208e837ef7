import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { EmbeddedConnection } from "../connection.ts";
import { isAlive, postgresProcessesIn } from "../process-table.ts";
import { waitUntil } from "../wait-until.ts";

const holdScript = fileURLToPath(new URL("./hold.ts", import.meta.url));

export interface Instance {
  server: ChildProcess;
  connection: EmbeddedConnection;
  owner: EmbeddedConnection;
  pid: number;
  adopted: boolean;
}
export interface Refusal {
  code: string;
  message: string;
}

/** Starts a process that owns `dataDir`, through `wrapper` if one is given, and reads what it says. */
export async function runInstance(dataDir: string, wrapper: string[] = [], env = {}): Promise<Instance | Refusal> {
  const [file = "", ...args] = [...wrapper, process.execPath, holdScript, dataDir];
  const server = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...env } });
  const [line] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  return { server, ...JSON.parse(line) };
}

export async function startInstance(dataDir: string, env = {}): Promise<Instance> {
  const instance = await runInstance(dataDir, [], env);
  if ("message" in instance) throw new Error(`refused: ${instance.message}`);
  return instance;
}

export async function stopInstance({ server }: Instance): Promise<void> {
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
}

export async function killServer({ server }: Instance): Promise<void> {
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
}

/** `kill -9` of the server, the postmaster and everything below it. */
export async function killEverything(instance: Instance, dataDir: string): Promise<void> {
  const all = [instance.pid, ...postgresProcessesIn(clusterOf(dataDir))];
  await killServer(instance);
  for (const pid of all) kill(pid);
  await waitUntil(() => all.every((pid) => !isAlive(pid)), 10_000);
}

export function clusterOf(dataDir: string): string {
  return join(dataDir, "postgres");
}

export async function query<T extends pg.QueryResultRow>(connection: EmbeddedConnection, sql: string): Promise<T[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A folder for one test, in which what it starts keeps its sockets as well; `remove` ends what still runs there. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "heddle-embedded-")));
  const outer = process.env.TMPDIR;
  process.env.TMPDIR = path;
  return {
    path,
    remove() {
      if (outer === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = outer;
      for (const pid of postgresProcessesIn(clusterOf(path))) kill(pid);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
