import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "#lib/errors.ts";

/** What a running postmaster says about itself in `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  socketDir: string;
  port: number;
  /** Line 8, written last: `ready` once connections are taken, `stopping` at the end. */
  status: string;
  text: string;
}

const fileIn = (cluster: string) => join(cluster, "postmaster.pid");

export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let text: string;
  try {
    text = readFileSync(fileIn(cluster), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  const lines = text.split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  if (!Number.isInteger(pid) || pid <= 0) return { pid: 0, socketDir: "", port: 0, status: "", text };
  return {
    pid,
    port: Number.parseInt(lines[3] ?? "", 10),
    socketDir: lines[4] ?? "",
    status: (lines[7] ?? "").trim(),
    text,
  };
}

/**
 * Removes the file only if it still is the one that was judged stale: another instance may have cleaned up and started
 * in between, and a postmaster whose file is gone shuts itself down.
 */
export function removeStalePostmasterFile(cluster: string, judged: PostmasterFile): void {
  const aside = join(cluster, `postmaster.pid.stale-${process.pid}`);
  try {
    renameSync(fileIn(cluster), aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  if (readFileSync(aside, "utf8") === judged.text) rmSync(aside, { force: true });
  else renameSync(aside, fileIn(cluster));
}
