"use client";

import Link from "next/link";
import { useMemo } from "react";
import { ErrorState } from "#components/shared/error-state.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { runStateLabel, runStatus, StatusBadge } from "#components/shared/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Run } from "#lib/api/contracts/runs.ts";
import { cn } from "#lib/utils.ts";
import { noFilter } from "./run-filter.ts";
import { triggerWords, versionWord } from "./run-words.ts";
import { useRuns } from "./use-runs.ts";

interface RunListProps {
  workflowId: string;
  /** The run that is shown beside the list. */
  current: string | null;
  empty: React.ReactNode;
}

/** Runs of a workflow beside its canvas; each opens on it. */
export function RunList({ workflowId, current, empty }: RunListProps) {
  const filter = useMemo(() => ({ ...noFilter, workflow: workflowId }), [workflowId]);
  const list = useRuns(filter);
  if (list.isPending) return <RunListLoading />;
  if (list.isError && !list.data) return <RunListError retry={() => void list.refetch()} />;
  if (list.runs.length === 0) return <>{empty}</>;
  return (
    <>
      <ul aria-label="Runs">
        {list.runs.map((run) => (
          <RunRow key={run.id} run={run} isCurrent={run.id === current} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="p-3 text-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

export function RunListError({ retry }: { retry: () => void }) {
  return (
    <ErrorState
      className="m-3"
      title="The runs could not be loaded"
      meaning="Runs themselves go on. Check that Heddle is reachable, then try again."
      action={<Button onClick={retry}>Try again</Button>}
    />
  );
}

function RunRow({ run, isCurrent }: { run: Run; isCurrent: boolean }) {
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
        <RelativeTime at={run.createdAt} className="w-32 shrink-0 text-fg-2 max-sm:w-auto" />
        <span className="w-20 shrink-0 text-right text-fg-2 max-sm:w-auto">
          {took === null ? "" : formatDuration(took)}
        </span>
        <span className="w-20 shrink-0 text-fg-3 max-sm:hidden">{triggerWords[run.triggerType]}</span>
        <span className="w-14 shrink-0 text-fg-3 max-sm:hidden">{versionWord(run)}</span>
        <RunOutcome run={run} />
      </Link>
    </li>
  );
}

/** What went wrong in a run, in one line; nothing for one that went well. */
export function RunOutcome({ run, className }: { run: Run; className?: string }) {
  if (run.error) return <span className={cn("min-w-0 truncate text-fail", className)}>{run.error.message}</span>;
  if (run.handledFailures === 0) return null;
  return (
    <span className={cn("min-w-0 truncate text-wait", className)}>
      {run.handledFailures === 1 ? "1 failure handled" : `${run.handledFailures} failures handled`}
    </span>
  );
}

export function RunListLoading() {
  return (
    <div role="status" className="flex flex-col gap-3 p-3">
      <span className="sr-only">Loading runs</span>
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <Skeleton key={key} className="h-6 w-full" />
      ))}
    </div>
  );
}
