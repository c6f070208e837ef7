import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;

/** A process and everything below it. */
export function processTree(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = statOf(Number(entry));
    if (stat) parents.set(Number(entry), Number(stat[1]));
  }
  const tree = [pid];
  for (let size = 0; size !== tree.length; ) {
    size = tree.length;
    for (const [child, parent] of parents) if (tree.includes(parent) && !tree.includes(child)) tree.push(child);
  }
  return tree;
}

/**
 * Seconds of CPU, user and system, that these processes have used, and those of their children that have ended:
 * PostgreSQL's workers come and go.
 */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = statOf(pid);
    const ticks = stat?.slice(11, 15).reduce((all, field) => all + Number(field), 0) ?? 0;
    return sum + ticks / TICKS_PER_SECOND;
  }, 0);
}

/** Proportional share of memory, MiB: shared pages are counted once. */
export function pssMiB(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
      return sum + Number(line?.[1] ?? 0) / 1024;
    } catch {
      return sum;
    }
  }, 0);
}

/** Fields of /proc/<pid>/stat after the name, from the state on. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
