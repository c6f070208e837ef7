import { formatDuration } from "#components/shared/format-duration.ts";
import { cronWords } from "#components/shared/workflows/cron-words.ts";
import type { ScheduleItem } from "#lib/api/contracts/schedules.ts";

const missed: Readonly<Record<ScheduleItem["missed"], string>> = {
  skip: "Missed times are left out",
  once: "Missed times start it once",
  all: "Missed times start it once each",
};

/** When a schedule fires: `02:15 daily, Europe/Oslo`, `0 8 * * 1-5, Europe/Oslo` or `Every 15 min`. */
export function rhythmOf({ cron, everyMs, timezone }: ScheduleItem): string {
  if (cron !== null) return `${cronWords(cron)}, ${timezone}`;
  return everyMs === null ? "Never" : `Every ${formatDuration(everyMs)}`;
}

export function missedText(schedule: ScheduleItem): string {
  return missed[schedule.missed];
}
