import { CirclePause, Pencil } from "lucide-react";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { workflowStatus } from "./workflow-status.ts";

const words = { draft: "Draft", live: "Live", paused: "Paused", failing: "Failing" } as const;

interface StatusCellProps {
  workflow: Pick<WorkflowListItem, "published" | "pausedAt" | "recentRuns">;
  /** On a phone there is room for the icon and the version only. */
  compact?: boolean;
}

export function StatusCell({ workflow, compact }: StatusCellProps) {
  const status = workflowStatus(workflow);
  const { published } = workflow;
  return (
    <span className="inline-flex items-center gap-1.5">
      <StatusMark status={status} size={compact ? 16 : 14} />
      <span className={compact ? "sr-only" : undefined}>{words[status]}</span>
      {published ? <span className="text-fg-3 text-micro">v{published.number}</span> : null}
      {published?.changedSince ? (
        <span
          role="img"
          aria-label="The draft has changes that are not published"
          title="The draft has changes that are not published"
          className="size-1.5 rounded-full border-[1.5px] border-primary-text"
        />
      ) : null}
    </span>
  );
}

function StatusMark({ status, size }: { status: keyof typeof words; size: 14 | 16 }) {
  if (status === "draft") return <Pencil aria-hidden className="shrink-0 text-idle" size={size} strokeWidth={2} />;
  if (status === "paused")
    return <CirclePause aria-hidden className="shrink-0 text-wait" size={size} strokeWidth={2} />;
  return <StatusIcon status={status === "failing" ? "failed" : "done"} size={size} />;
}
