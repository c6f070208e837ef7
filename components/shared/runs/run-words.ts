import type { Run } from "#lib/api/contracts/runs.ts";
import { type RunState, terminalStates } from "#lib/engine/events.ts";

export const triggerWords: Readonly<Record<Run["triggerType"], string>> = {
  manual: "By hand",
  webhook: "Webhook",
  schedule: "Schedule",
  chat: "Chat",
  rerun: "Re-run",
};

export function isOpen(state: RunState): boolean {
  return !terminalStates.has(state);
}

/** What people call a run by: the end of its id, which differs from run to run. */
export function shortId(runId: string): string {
  return `#${runId.slice(-6)}`;
}

export function versionWord({ mode, versionNumber }: Pick<Run, "mode" | "versionNumber">): string {
  if (mode !== "live") return "Draft";
  return versionNumber === null ? "" : `v${versionNumber}`;
}

/** Milliseconds from the run's start to its end, or to `now` while it has none; null before it has begun. */
export function tookMs(run: Pick<Run, "startedAt" | "finishedAt">, now: number): number | null {
  if (run.startedAt === null) return null;
  return Math.max(0, (run.finishedAt === null ? now : Date.parse(run.finishedAt)) - Date.parse(run.startedAt));
}
