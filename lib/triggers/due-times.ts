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
  const latest = missed === "all" ? MAX_CAUGHT_UP : 1;
  // The first one was due whatever the schedule's rule has become since.
  const times = [nextAt, ...lastTimes(schedule, nextAt + 1, now, latest)].slice(-latest);
  if (missed === "all") return times;
  return missed === "once" ? times : times.filter((time) => now - time <= ON_TIME_MS);
}
