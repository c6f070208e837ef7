import { Temporal } from "temporal-polyfill";

export type Zoned = Temporal.ZonedDateTime;

/** What is wrong with a time, a zone or a unit, in words for the person who wrote it. */
export class DateProblem extends Error {}

export const UNITS = ["years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds"] as const;
export type Unit = (typeof UNITS)[number];
export const PERIODS = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"] as const;
export type Period = (typeof PERIODS)[number];

/** Longest text that is read as a time: no form of ISO 8601 is longer. */
const LONGEST = 100;

function told<T>(make: () => T, message: string): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new DateProblem(message);
    throw error;
  }
}

/** @throws DateProblem */
export function checkedZone(zone: string): string {
  // An offset is a zone too, as `+02:00`.
  return told(
    () => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone.slice(0, LONGEST)).timeZoneId,
    `There is no time zone "${zone.slice(0, LONGEST)}". Write one such as Europe/Paris, America/New_York or UTC.`,
  );
}

/**
 * A time in a zone: milliseconds since 1970, or a text in ISO 8601. A text without an offset is a time of that zone.
 * @throws DateProblem
 */
export function zonedOf(time: unknown, zone: string): Zoned {
  const id = checkedZone(zone);
  if (typeof time === "number") return ofMillis(time, id);
  const shown = typeof time === "string" ? `"${time.slice(0, 40)}"` : time === null ? "null" : typeof time;
  const message = `${shown} is not a time. Write it as 2026-03-01T09:30:00Z, or read it with a pattern.`;
  if (typeof time !== "string" || time.length > LONGEST) throw new DateProblem(message);
  const text = time.trim();
  if (/(?:Z|[+-]\d\d(?::?\d\d)?)(?:\[|$)/i.test(text.slice(10)) && /\d[T ]\d/i.test(text)) {
    return told(() => Temporal.Instant.from(text), message).toZonedDateTimeISO(id);
  }
  return told(() => Temporal.PlainDateTime.from(text).toZonedDateTime(id), message);
}

export function ofMillis(ms: number, zone: string): Zoned {
  return told(
    () => Temporal.Instant.fromEpochMilliseconds(ms),
    `${ms} is no number of milliseconds since 1970 that a time has.`,
  ).toZonedDateTimeISO(zone);
}

/** In UTC, as `now` is written: `2026-03-01T08:30:00.000Z`. */
export function iso(time: Zoned): string {
  return time.toInstant().toString({ smallestUnit: "millisecond" });
}

/** With the offset of its zone: `2026-03-01T09:30:00.000+01:00`. */
export function isoInZone(time: Zoned): string {
  return time.toString({ smallestUnit: "millisecond", timeZoneName: "never" });
}

/** `day`, `days` → `days`. @throws DateProblem */
export function unitOf(name: string): Unit {
  const plural = name.endsWith("s") ? name : `${name}s`;
  const unit = UNITS.find((one) => one === plural);
  if (unit === undefined) throw new DateProblem(`"${name.slice(0, 40)}" is no unit. Use ${UNITS.join(", ")}.`);
  return unit;
}

/** @throws DateProblem */
export function periodOf(name: string): Period {
  const period = PERIODS.find((one) => one === name || `${one}s` === name);
  if (period === undefined) throw new DateProblem(`"${name.slice(0, 40)}" is no period. Use ${PERIODS.join(", ")}.`);
  return period;
}

/**
 * Adds one amount after the other, the largest unit first. Days and longer keep the time of day, also over a change of clocks;
 * hours and shorter are time that passes. The 31st becomes the last day of a shorter month.
 * @throws DateProblem
 */
export function shifted(time: Zoned, amounts: Partial<Record<Unit, number>>, sign: 1 | -1): Zoned {
  let moved = time;
  for (const unit of UNITS) {
    const amount = amounts[unit];
    if (amount === undefined || amount === 0) continue;
    if (!Number.isSafeInteger(amount)) throw new DateProblem(`${unit} has to be a whole number, not ${amount}.`);
    const message = `${amount} ${unit} lead to a time that no calendar holds.`;
    moved = told(() => moved.add({ [unit]: sign * amount }), message);
  }
  return moved;
}

/** How long from one time to the other, as a number with fractions; negative when `to` is earlier. */
export function between(from: Zoned, to: Zoned, unit: Unit): number {
  return told(
    () => from.until(to.withTimeZone(from.timeZoneId)).total({ unit, relativeTo: from }),
    "These times are too far apart.",
  );
}

/** The first moment of the year, month, week (from Monday) … that a time is in. */
export function startOf(time: Zoned, period: Period): Zoned {
  switch (period) {
    case "year":
      return time.with({ month: 1, day: 1 }).startOfDay();
    case "quarter":
      return time.with({ month: time.month - ((time.month - 1) % 3), day: 1 }).startOfDay();
    case "month":
      return time.with({ day: 1 }).startOfDay();
    case "week":
      return time.subtract({ days: time.dayOfWeek - 1 }).startOfDay();
    case "day":
      return time.startOfDay();
    default:
      return time.round({ smallestUnit: period, roundingMode: "floor" });
  }
}

/** The last millisecond of the year, month, week … that a time is in. */
export function endOf(time: Zoned, period: Period): Zoned {
  const step = period === "quarter" ? { months: 3 } : { [`${period}s`]: 1 };
  const next = startOf(time, period).add(step);
  // A day may begin later than at midnight, where clocks change then.
  const from = PERIODS_OF_DAYS.has(period) ? next.startOfDay() : next;
  return from.subtract({ milliseconds: 1 });
}

const PERIODS_OF_DAYS: ReadonlySet<Period> = new Set(["year", "quarter", "month", "week", "day"]);

/** What a calendar and a clock on the wall show. */
export function partsOf(time: Zoned) {
  return {
    year: time.year,
    month: time.month,
    day: time.day,
    hour: time.hour,
    minute: time.minute,
    second: time.second,
    millisecond: time.millisecond,
    /** 1 is Monday, 7 is Sunday. */
    weekday: time.dayOfWeek,
    dayOfYear: time.dayOfYear,
    week: time.weekOfYear ?? 0,
    offset: time.offset,
    timeZone: time.timeZoneId,
    unix: Math.floor(time.epochMilliseconds / 1000),
  };
}
