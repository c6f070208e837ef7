import type { RunOverlayState } from "#components/canvas/run-overlay.ts";
import { formatDuration } from "#components/shared/format-duration.ts";
import { runStateLabel, runStatus } from "#components/shared/status-badge.tsx";
import { type RunState, terminalStates } from "#lib/engine/events.ts";

export function isOpen(state: RunState): boolean {
  return !terminalStates.has(state);
}

interface RunSummary {
  status: ReturnType<typeof runStatus>;
  text: string;
}

/** The run on the canvas in a few words: "Done in 9.4 s", "Failed: Mailbox is full". */
export function runSummary(run: RunOverlayState): RunSummary | null {
  if (run.state === null) return null;
  const took =
    run.startedAt !== null && run.finishedAt !== null ? ` in ${formatDuration(run.finishedAt - run.startedAt)}` : "";
  const why = run.error === null ? took : `: ${run.error.message}`;
  return { status: runStatus(run.state), text: `${runStateLabel(run.state)}${why}` };
}
