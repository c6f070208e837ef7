import type { Temporal } from "temporal-polyfill";
import type { JsonObject } from "../../engine/json.ts";
import { NodeError } from "../define.ts";

const months = "January February March April May June July August September October November December".split(" ");
const weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const two = (value: number) => String(value).padStart(2, "0");

type Part = (at: Temporal.ZonedDateTime) => string;
const parts: Readonly<Record<string, Part>> = {
  yyyy: (at) => String(at.year).padStart(4, "0"),
  yy: (at) => two(at.year % 100),
  MMMM: (at) => months[at.month - 1] ?? "",
  MMM: (at) => (months[at.month - 1] ?? "").slice(0, 3),
  MM: (at) => two(at.month),
  M: (at) => String(at.month),
  dd: (at) => two(at.day),
  d: (at) => String(at.day),
  EEEE: (at) => weekdays[at.dayOfWeek - 1] ?? "",
  EEE: (at) => (weekdays[at.dayOfWeek - 1] ?? "").slice(0, 3),
  HH: (at) => two(at.hour),
  H: (at) => String(at.hour),
  hh: (at) => two(at.hour % 12 || 12),
  h: (at) => String(at.hour % 12 || 12),
  mm: (at) => two(at.minute),
  ss: (at) => two(at.second),
  SSS: (at) => String(at.millisecond).padStart(3, "0"),
  a: (at) => (at.hour < 12 ? "am" : "pm"),
  xxx: (at) => at.offset,
  VV: (at) => at.timeZoneId,
  ww: (at) => two(at.weekOfYear ?? 0),
};

/**
 * A date as text by a pattern of letters, as Unicode has them. Everything else stands for itself; letters between single
 * quotes too, and two single quotes are one.
 * @throws NodeError `invalid_input` for letters that mean nothing
 */
export function formatDate(at: Temporal.ZonedDateTime, pattern: string): string {
  return pattern.replaceAll(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (found, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === "" ? "'" : quoted.replaceAll("''", "'");
    const part = Object.hasOwn(parts, found) ? parts[found] : undefined;
    if (part) return part(at);
    throw new NodeError(
      "invalid_input",
      `“${found}” means nothing in a date's pattern. Known are ${Object.keys(parts).join(", ")}; put other letters between single quotes.`,
      { retry: "never", details: { field: "format" } },
    );
  });
}

/** Everything one may want to know of a moment. */
export function describeDate(at: Temporal.ZonedDateTime, text: string): JsonObject {
  return {
    text,
    iso: at.toString({ timeZoneName: "never", smallestUnit: at.millisecond === 0 ? "second" : "millisecond" }),
    utc: at.toInstant().toString({ smallestUnit: "millisecond" }),
    date: at.toPlainDate().toString(),
    time: at.toPlainTime().toString({ smallestUnit: "second" }),
    year: at.year,
    month: at.month,
    day: at.day,
    weekday: weekdays[at.dayOfWeek - 1] ?? "",
    week: at.weekOfYear ?? 0,
    hour: at.hour,
    minute: at.minute,
    second: at.second,
    zone: at.timeZoneId,
    timestamp: at.epochMilliseconds,
  };
}
