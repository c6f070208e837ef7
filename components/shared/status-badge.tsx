import type { ReactNode } from "react";
import { StatusIcon, statusTone } from "#components/icons/status-icon.tsx";
import type { Status } from "#components/icons/status-shapes.ts";
import { Badge } from "#components/ui/badge.tsx";
import type { RunState } from "#lib/engine/events.ts";

const words: Record<Status, string> = {
  queued: "Queued",
  running: "Running",
  waiting: "Waiting",
  retrying: "Retrying",
  done: "Done",
  failed: "Failed",
  skipped: "Skipped",
  cancelled: "Cancelled",
};

/** Icon, word and tone of a status. Children replace the word: "Until 14:52", "Try 2 of 3". */
export function StatusBadge({ status, children }: { status: Status; children?: ReactNode }) {
  return (
    <Badge tone={statusTone[status]}>
      <StatusIcon status={status} size={12} />
      {children ?? words[status]}
    </Badge>
  );
}

const ofRun: Record<RunState, Status> = {
  queued: "queued",
  running: "running",
  waiting: "waiting",
  compensating: "running",
  completed: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** How a run's state is shown. */
export function runStatus(state: RunState): Status {
  return ofRun[state];
}

/** The state in words; undoing is the one that is not named like its picture. */
export function runStateLabel(state: RunState): string {
  return state === "compensating" ? "Undoing" : words[ofRun[state]];
}
