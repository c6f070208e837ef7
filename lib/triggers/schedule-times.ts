import { Cron } from "croner";

/**
 * When a schedule fires. A cron pattern follows the wall clock of its time zone: a time that the change to summer time
 * leaves out fires at the next valid minute, one that comes twice fires once; patterns with `*` or a step in minute or
 * hour follow real time instead. "Every n" counts real milliseconds from its anchor. Times are ms since the epoch.
 */
export type Schedule =
  | { kind: "cron"; cron: string; timezone: string }
  | { kind: "every"; everyMs: number; anchorAt: number };

const NICKNAME = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/i;

/** @throws Error in words about the pattern or the time zone */
function parseCron(cron: string, timezone: string): Cron {
  const pattern = cron.trim();
  if (!NICKNAME.test(pattern) && pattern.split(/\s+/).length !== 5)
    throw new Error("A cron pattern has five parts: minute, hour, day of the month, month, day of the week.");
  return new Cron(pattern, { timezone, paused: true, mode: "5-part", fixedTimeRule: "no-wildcard" });
}

/** First time after `after`; null when there is none. @throws Error when the pattern or time zone does not parse */
export function nextTime(schedule: Schedule, after: number): number | null {
  if (schedule.kind === "every") {
    const { everyMs, anchorAt } = schedule;
    return anchorAt + Math.max(1, Math.floor((after - anchorAt) / everyMs) + 1) * everyMs;
  }
  // Croner works in whole seconds: the fraction would let a time that has just passed come again.
  const next = parseCron(schedule.cron, schedule.timezone).nextRun(new Date(Math.floor(after / 1000) * 1000));
  return next?.getTime() ?? null;
}

/** The next `count` times after `from`. @throws Error as `nextTime` */
export function nextTimes(schedule: Schedule, from: number, count: number): number[] {
  const times: number[] = [];
  for (let last = from; times.length < count; ) {
    const next = nextTime(schedule, last);
    if (next === null) break;
    times.push(next);
    last = next;
  }
  return times;
}

/**
 * The latest `limit` times from `from` to `until`, both included, in order. The cost depends on `limit`, not on how
 * long the span is: a minute schedule that slept for a year is not walked from its beginning.
 */
export function lastTimes(schedule: Schedule, from: number, until: number, limit: number): number[] {
  for (let span = 60_000; ; span *= 4) {
    const start = Math.max(from, until - span);
    const times = timesBetween(schedule, start - 1, until, limit);
    if (times.length >= limit || start === from) return times;
  }
}

function timesBetween(schedule: Schedule, after: number, until: number, limit: number): number[] {
  const times: number[] = [];
  for (let last = after; ; ) {
    const next = nextTime(schedule, last);
    if (next === null || next > until) return times;
    times.push(next);
    if (times.length > limit) times.shift();
    last = next;
  }
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** "30s", "2h" … as milliseconds; null when it is not such a text. */
export function everyMs(text: string): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([smhd])\s*$/.exec(text);
  return match ? Math.round(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]) : null;
}
