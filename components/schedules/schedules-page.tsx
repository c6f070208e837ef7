"use client";

import { AlarmClock } from "lucide-react";
import Link from "next/link";
import { asProblem } from "#components/shared/api.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ScheduleList } from "./schedule-list.tsx";
import { useSchedules } from "./use-schedules.ts";

/** What starts by the clock: when next, when last, and whether it keeps its times. */
export function SchedulesPage({ mayWrite }: { mayWrite: boolean }) {
  const list = useSchedules();
  const schedules = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHeader title="Schedules" note={schedules.length > 0 && !list.hasNextPage ? schedules.length : null} />
      <div className="min-h-0 flex-1 overflow-y-auto border-line border-t">
        {list.isPending ? <ListSkeleton /> : null}
        {list.isError ? (
          <ErrorState
            className="m-5 max-sm:m-4"
            title="The schedules could not be loaded"
            meaning={`${asProblem(list.error).message} They go on firing.`}
            action={<Button onClick={() => void list.refetch()}>Try again</Button>}
          />
        ) : null}
        {list.isSuccess && schedules.length === 0 ? (
          <EmptyState
            className="m-5 max-sm:m-4"
            icon={<AlarmClock aria-hidden />}
            title="Nothing starts by the clock"
            action={
              <Button asChild>
                <Link href="/workflows">Go to the workflows</Link>
              </Button>
            }
          >
            Add a <b>Schedule</b> to a workflow and publish it. Here you then see when it starts next, and whether it
            keeps its times.
          </EmptyState>
        ) : null}
        {schedules.length > 0 ? <ScheduleList schedules={schedules} mayWrite={mayWrite} /> : null}
        {list.hasNextPage ? (
          <div className="flex justify-center p-4">
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Load more
            </Button>
          </div>
        ) : null}
      </div>
    </>
  );
}

function ListSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading schedules</span>
      {["w-40", "w-32", "w-48"].map((width) => (
        <div key={width} className="flex h-[58px] items-center gap-4 px-5">
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-28" />
        </div>
      ))}
    </div>
  );
}
