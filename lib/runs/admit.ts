/** A queued run as admission sees it. */
export interface QueuedRun {
  id: string;
  workspaceId: string;
  workflowId: string;
  concurrencyKey: string | null;
  concurrencyLimit: number | null;
  priority: number;
  createdAt: number;
}

/** Runs that are under way, counted by `concurrencyGroup`. */
export type RunningCounts = ReadonlyMap<string, number>;

/** Runs of one workflow and key share a limit. */
export function concurrencyGroup(run: { workflowId: string; concurrencyKey: string | null }): string {
  return `${run.workflowId}\n${run.concurrencyKey ?? ""}`;
}

/**
 * Which queued runs may start now, in the order they are to start: workspaces take turns; within one the higher priority
 * goes first, then the older run; none goes over the limit of its workflow and key. At most `room`.
 */
export function admit(queued: readonly QueuedRun[], running: RunningCounts, room: number): QueuedRun[] {
  const counts = new Map(running);
  const lines = new Map<string, QueuedRun[]>();
  for (const run of [...queued].sort(byPriorityThenAge)) {
    const line = lines.get(run.workspaceId);
    if (line) line.push(run);
    else lines.set(run.workspaceId, [run]);
  }
  const admitted: QueuedRun[] = [];
  while (admitted.length < room && lines.size > 0) {
    for (const [workspace, line] of lines) {
      if (admitted.length >= room) break;
      const next = takeAdmissible(line, counts);
      if (next) admitted.push(next);
      if (!next || line.length === 0) lines.delete(workspace);
    }
  }
  return admitted;
}

function takeAdmissible(line: QueuedRun[], counts: Map<string, number>): QueuedRun | undefined {
  for (const [position, run] of line.entries()) {
    const group = concurrencyGroup(run);
    const count = counts.get(group) ?? 0;
    if (run.concurrencyLimit !== null && count >= run.concurrencyLimit) continue;
    counts.set(group, count + 1);
    line.splice(position, 1);
    return run;
  }
  return undefined;
}

function byPriorityThenAge(a: QueuedRun, b: QueuedRun): number {
  return b.priority - a.priority || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
