import { lastTimes, type Schedule } from "./schedule-times.ts";

/** A tick this late still counts as on time: a restart in between is no reason to skip it. */
export const ON_TIME_MS = 30_000;
/** Most ticks made up for with `all`. */
export const MAX_CAUGHT_UP = 100;

/**
 * Which times of a schedule fire now, `nextAt` being the first that has not fired yet. What was missed while nothing
 * ran is left out (`skip`), made up for by one run of the latest time (`once`), or by one run each (`all`).
 */
export function dueTimes(schedule: Schedule, missed: "skip" | "once" | "all", nextAt: number, now: number): number[] {
  if (nextAt > now) return [];
  if (missed === "all") return lastTimes(schedule, nextAt, now, MAX_CAUGHT_UP);
  const times = lastTimes(schedule, nextAt, now, 1);
  return missed === "once" ? times : times.filter((time) => now - time <= ON_TIME_MS);
}
