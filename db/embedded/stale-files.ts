import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive, isPostmasterOf, postgresProcessesIn } from "./process-table.ts";
import { waitUntil } from "./wait-until.ts";

/**
 * Clears what a killed postmaster left: its children, its socket and the socket's lock, which may name a pid that
 * somebody else has now. Nothing of a living postmaster of this cluster is touched.
 */
export async function clearLeftovers(cluster: string, socketDir: string, port: number): Promise<void> {
  const leftovers = postgresProcessesIn(cluster);
  if (leftovers.some((pid) => isPostmasterOf(pid, cluster))) return;
  for (const pid of leftovers) end(pid);
  await waitUntil(() => leftovers.every((pid) => !isAlive(pid)), 5_000);

  const socket = join(socketDir, `.s.PGSQL.${port}`);
  const holder = lockHolder(`${socket}.lock`);
  if (holder !== undefined && isPostmasterOf(holder, cluster)) return;
  rmSync(socket, { force: true });
  rmSync(`${socket}.lock`, { force: true });
}

function lockHolder(lock: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(lock, "utf8"), 10) || undefined;
  } catch {
    return undefined;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
