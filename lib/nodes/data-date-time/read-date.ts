import { Temporal } from "temporal-polyfill";
import type { Json } from "../../engine/json.ts";
import { NodeError } from "../define.ts";

/**
 * A moment in a zone, from milliseconds since 1970 or an ISO 8601 text. A text without a zone of its own is in `zone`: a
 * time that does not exist there (clocks go forward) is the one as much later, one that comes twice is the first.
 * @throws NodeError `invalid_input`
 */
export function readDate(value: Json | undefined, zone: string): Temporal.ZonedDateTime {
  const timeZone = knownZone(zone);
  if (typeof value === "number" && Number.isFinite(value)) return fromMilliseconds(value, timeZone);
  const text = typeof value === "string" ? value.trim() : "";
  if (/^-?\d{10,14}$/.test(text)) return fromMilliseconds(Number(text), timeZone);
  for (const read of [withZone, withOffset, local, dayOnly]) {
    try {
      return read(text, timeZone);
    } catch {
      // The next way to read it may fit.
    }
  }
  const given = value === undefined || value === null ? "nothing" : JSON.stringify(value).slice(0, 60);
  throw new NodeError(
    "invalid_input",
    `${given} is not a date. Give one such as 2026-11-25, 2026-11-25T09:30 or 2026-11-25T09:30:00Z.`,
    { retry: "never", details: { field: "date" } },
  );
}

/** @throws NodeError `invalid_input` */
export function knownZone(zone: string): string {
  try {
    return Temporal.ZonedDateTime.from({ year: 2026, month: 1, day: 1, timeZone: zone.trim() || "UTC" }).timeZoneId;
  } catch {
    throw new NodeError(
      "invalid_input",
      `There is no time zone ${zone.slice(0, 60)}. Zones look like Europe/Oslo or UTC.`,
      {
        retry: "never",
        details: { field: "zone" },
      },
    );
  }
}

function fromMilliseconds(value: number, timeZone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(Math.trunc(value)).toZonedDateTimeISO(timeZone);
  } catch {
    throw new NodeError("invalid_input", `${value} milliseconds is beyond what dates can hold.`, { retry: "never" });
  }
}

const withZone = (text: string, timeZone: string) => {
  if (!text.includes("[")) throw new Error("no zone in it");
  return Temporal.ZonedDateTime.from(text).withTimeZone(timeZone);
};
const withOffset = (text: string, timeZone: string) => Temporal.Instant.from(text).toZonedDateTimeISO(timeZone);
const local = (text: string, timeZone: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone);
const dayOnly = (text: string, timeZone: string) => Temporal.PlainDate.from(text).toZonedDateTime(timeZone);
