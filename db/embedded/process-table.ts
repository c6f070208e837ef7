import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { errorCode } from "#lib/errors.ts";

const hasProc = process.platform === "linux";

/** A zombie counts as dead: it holds nothing, and in a container nobody may ever reap it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
  if (!hasProc) return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}

/** Is `pid` the postmaster of the cluster in `folder`? A stale pid file may name any living process. */
export function isPostmasterOf(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    if (!hasProc) {
      const command = execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
      return command.includes("postgres") && command.includes(folder);
    }
    const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return args.includes(folder) && (args[0] ?? "").endsWith("postgres");
  } catch {
    return false;
  }
}

/**
 * PostgreSQL processes at work in `folder`: what a killed postmaster left behind. Where there is no /proc none are
 * found; they end by themselves once they see that their postmaster is gone.
 */
export function postgresProcessesIn(folder: string): number[] {
  if (!hasProc) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && worksIn(pid, folder));
}

function worksIn(pid: number, folder: string): boolean {
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) !== folder) return false;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command.startsWith("postgres:") || (command.split("\0")[0] ?? "").endsWith("postgres");
  } catch {
    return false;
  }
}
