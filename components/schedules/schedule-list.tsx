"use client";

import { CircleCheck, CirclePause, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { formatDuration } from "#components/shared/format-duration.ts";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { usePauseWorkflows } from "#components/shared/workflows/workflow-actions.ts";
import { Button } from "#components/ui/button.tsx";
import type { ScheduleItem } from "#lib/api/contracts/schedules.ts";
import { cn } from "#lib/utils.ts";
import { missedText, rhythmOf } from "./schedule-words.ts";

export function ScheduleList({ schedules, mayWrite }: { schedules: readonly ScheduleItem[]; mayWrite: boolean }) {
  return (
    <ul aria-label="Schedules">
      {schedules.map((schedule) => (
        <Row key={schedule.id} schedule={schedule} mayWrite={mayWrite} />
      ))}
    </ul>
  );
}

function Row({ schedule, mayWrite }: { schedule: ScheduleItem; mayWrite: boolean }) {
  const pause = usePauseWorkflows();
  const { workflowId, workflowName: name, paused } = schedule;
  const rhythm = rhythmOf(schedule);
  return (
    <li className="flex min-h-[58px] items-center gap-4 border-line border-b px-5 py-2 max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-4 max-sm:py-3">
      <span className="min-w-0 flex-1 basis-48">
        <Link href={`/workflows/${workflowId}`} className="block truncate font-semibold leading-[17px] hover:underline">
          {name}
        </Link>
        <span
          className={cn(
            "block truncate text-fg-3 text-micro",
            schedule.cron !== null && rhythm.startsWith(schedule.cron) && "font-mono",
          )}
          title={schedule.cron === null ? missedText(schedule) : `${schedule.cron}. ${missedText(schedule)}`}
        >
          {rhythm}
        </span>
      </span>
      <span className="w-40 text-fg-2 text-small max-sm:w-auto max-sm:basis-full">
        {paused ? (
          "Starts nothing"
        ) : schedule.nextAt ? (
          <>
            Next <RelativeTime at={schedule.nextAt} mayCome />
          </>
        ) : (
          "Never again"
        )}
      </span>
      <span className="w-44 text-fg-3 text-small max-md:hidden">
        {schedule.lastFiredAt ? (
          <>
            Last{" "}
            <Link href={`/workflows/${workflowId}/runs`} className="hover:underline">
              <RelativeTime at={schedule.lastFiredAt} />
            </Link>
            <Delay schedule={schedule} />
          </>
        ) : (
          "Has not started yet"
        )}
      </span>
      <span className="flex w-32 items-center">
        <Health schedule={schedule} />
      </span>
      {mayWrite ? (
        <Button
          size="sm"
          className="w-20 max-sm:ml-auto"
          busy={pause.isPending}
          aria-label={`${paused ? "Resume" : "Pause"} ${name}`}
          onClick={() => pause.mutate({ workflows: [{ id: workflowId, name }], pause: !paused })}
        >
          {paused ? "Resume" : "Pause"}
        </Button>
      ) : null}
    </li>
  );
}

/** How much later than its tick the last start was, where anybody would notice. */
function Delay({ schedule: { lastAt, lastFiredAt } }: { schedule: ScheduleItem }) {
  if (lastAt === null || lastFiredAt === null) return null;
  const late = Date.parse(lastFiredAt) - Date.parse(lastAt);
  return late >= 2_000 ? <span className="text-wait"> {formatDuration(late)} late</span> : null;
}

function Health({ schedule: { paused, healthy, lagMs } }: { schedule: ScheduleItem }) {
  const [Icon, words, tone] = paused
    ? ([CirclePause, "Paused", "text-wait"] as const)
    : healthy
      ? ([CircleCheck, "On time", "text-ok"] as const)
      : ([TriangleAlert, `${formatDuration(lagMs)} late`, "text-fail"] as const);
  return (
    <span className={`inline-flex items-center gap-1.5 text-small ${tone}`}>
      <Icon aria-hidden className="size-4" />
      {words}
    </span>
  );
}
