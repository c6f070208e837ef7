import type { Schedule } from "./schedule-times.ts";

/** The times of a stored schedule. @throws Error when the row holds neither a pattern nor an interval */
export function scheduleOf(row: {
  cron: string | null;
  everyMs: number | null;
  timezone: string;
  anchorAt: Date;
}): Schedule {
  if (row.cron !== null) return { kind: "cron", cron: row.cron, timezone: row.timezone };
  if (row.everyMs !== null) return { kind: "every", everyMs: row.everyMs, anchorAt: row.anchorAt.getTime() };
  throw new Error("This schedule has neither a pattern nor an interval.");
}
