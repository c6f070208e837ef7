"use client";

import Link from "next/link";
import { ErrorState } from "#components/shared/error-state.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { runStateLabel, runStatus, StatusBadge } from "#components/shared/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Run } from "#lib/api/contracts/runs.ts";
import { cn } from "#lib/utils.ts";
import { useRuns } from "./use-runs.ts";

const triggers: Record<Run["triggerType"], string> = {
  manual: "By hand",
  webhook: "Webhook",
  schedule: "Schedule",
  rerun: "Re-run",
};

interface RunListProps {
  /** Null: of every workflow, with its name. */
  workflowId: string | null;
  state?: Run["state"];
  /** The run that is shown beside the list. */
  current?: string | null;
  empty: React.ReactNode;
}

/** Runs as rows; each opens on the canvas by its address. */
export function RunList({ workflowId, state, current, empty }: RunListProps) {
  const runs = useRuns(workflowId, state);
  if (runs.isPending) return <Loading />;
  if (runs.isError && !runs.data) {
    return (
      <ErrorState
        title="The runs could not be loaded"
        meaning="Runs themselves go on. Check that Heddle is reachable, then try again."
        action={<Button onClick={() => void runs.refetch()}>Try again</Button>}
      />
    );
  }
  const items = runs.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <>{empty}</>;
  return (
    <>
      <ul aria-label="Runs">
        {items.map((run) => (
          <RunRow key={run.id} run={run} named={workflowId === null} isCurrent={run.id === current} />
        ))}
      </ul>
      {runs.hasNextPage && (
        <div className="p-3 text-center">
          <Button busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function RunRow({ run, named, isCurrent }: { run: Run; named: boolean; isCurrent: boolean }) {
  const took = run.finishedAt && run.startedAt ? Date.parse(run.finishedAt) - Date.parse(run.startedAt) : null;
  return (
    <li className="border-line border-b">
      <Link
        href={`/workflows/${run.workflowId}?run=${run.id}`}
        aria-current={isCurrent ? "true" : undefined}
        className={cn(
          "flex min-h-10 items-center gap-3 px-3 py-1.5 text-small hover:bg-hover max-sm:min-h-14 max-sm:flex-wrap max-sm:gap-x-2 max-sm:gap-y-0",
          isCurrent && "bg-primary-soft",
        )}
      >
        <span className="w-28 shrink-0 max-sm:w-auto">
          <StatusBadge status={runStatus(run.state)}>{runStateLabel(run.state)}</StatusBadge>
        </span>
        {named && <b className="w-56 shrink-0 truncate max-sm:w-auto">{run.workflowName ?? "Deleted workflow"}</b>}
        <RelativeTime at={run.createdAt} className="w-32 shrink-0 text-fg-2 max-sm:w-auto" />
        <span className="w-20 shrink-0 text-right text-fg-2 max-sm:w-auto">
          {took === null ? "" : formatDuration(took)}
        </span>
        <span className="w-20 shrink-0 text-fg-3 max-sm:hidden">{triggers[run.triggerType]}</span>
        <span className="w-14 shrink-0 text-fg-3 max-sm:hidden">
          {run.mode === "draft" ? "Draft" : run.versionNumber === null ? "" : `v${run.versionNumber}`}
        </span>
        {run.error && <span className="min-w-0 truncate text-fail max-sm:w-full">{run.error.message}</span>}
        {run.handledFailures > 0 && run.error === null && (
          <span className="truncate text-wait">
            {run.handledFailures === 1 ? "1 failure handled" : `${run.handledFailures} failures handled`}
          </span>
        )}
      </Link>
    </li>
  );
}

function Loading() {
  return (
    <div aria-busy className="flex flex-col gap-3 p-3">
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} className="h-6 w-full" />
      ))}
    </div>
  );
}
