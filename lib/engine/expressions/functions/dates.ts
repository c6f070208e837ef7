import { formatted, parsed } from "../../dates/pattern.ts";
import {
  between,
  DateProblem,
  endOf,
  iso,
  isoInZone,
  ofMillis,
  partsOf,
  periodOf,
  shifted,
  startOf,
  type Unit,
  unitOf,
  type Zoned,
  zonedOf,
} from "../../dates/zoned.ts";
import { Fault } from "../errors.ts";
import type { Evaluation } from "../evaluation.ts";
import { isObject, toNumber, toText } from "../values.ts";
import { type FunctionEntry, functions } from "./entry.ts";

type Args = readonly unknown[];

/** What one calculation with calendars and zones costs: it takes as long as so many steps. */
const CALENDAR_STEPS = 64;

/** Runs a calculation, and turns what it complains of into an error of the expression. */
function counted<T>(evaluation: Evaluation, calculate: () => T): T {
  evaluation.chargeAndLook(CALENDAR_STEPS);
  try {
    return calculate();
  } catch (error) {
    if (error instanceof DateProblem) throw new Fault("type", error.message);
    throw error;
  }
}

function zoneOf(evaluation: Evaluation, zone: unknown): string {
  return zone === undefined || zone === null ? evaluation.timeZone : toText(evaluation, zone);
}

function timeOf(evaluation: Evaluation, time: unknown, zone: unknown): Zoned {
  return zonedOf(time, zoneOf(evaluation, zone));
}

function amountsOf(evaluation: Evaluation, value: unknown): Partial<Record<Unit, number>> {
  if (!isObject(value) || Array.isArray(value)) {
    throw new Fault("type", "How much is written as an object, such as { days: 1, hours: 12 }.");
  }
  const amounts: Partial<Record<Unit, number>> = {};
  const entries = Object.entries(value);
  evaluation.charge(entries.length);
  for (const [name, amount] of entries) {
    const unit = counted(evaluation, () => unitOf(name));
    amounts[unit] = (amounts[unit] ?? 0) + toNumber(evaluation, amount);
  }
  return amounts;
}

function move(evaluation: Evaluation, [time, amounts, zone]: Args, sign: 1 | -1): string {
  const by = amountsOf(evaluation, amounts);
  return counted(evaluation, () => iso(shifted(timeOf(evaluation, time, zone), by, sign)));
}

export const dateTimeFunctions: readonly FunctionEntry[] = functions("DateTime", [
  {
    name: "format",
    signature: "DateTime.format(time, pattern, zone?)",
    description: "A time as people write it; letters as yyyy, MM, MMM, dd, EEE, HH, hh, mm, ss, a and XXX",
    example: 'DateTime.format("2026-03-01T08:30:00Z", "EEE d MMM yyyy, HH:mm", "Europe/Paris")',
    call: (evaluation, args) =>
      counted(evaluation, () => formatted(timeOf(evaluation, args[0], args[2]), toText(evaluation, args[1]))),
  },
  {
    name: "parse",
    signature: "DateTime.parse(text, pattern?, zone?)",
    description: "The time that a text means, in UTC; without a pattern, ISO 8601 or milliseconds are read",
    example: 'DateTime.parse("01.03.2026 09:30", "dd.MM.yyyy HH:mm", "Europe/Paris")',
    call(evaluation, [text, pattern, zone]) {
      return counted(evaluation, () => {
        if (pattern === undefined || pattern === null) return iso(timeOf(evaluation, text, zone));
        return iso(parsed(toText(evaluation, text), toText(evaluation, pattern), zoneOf(evaluation, zone)));
      });
    },
  },
  {
    name: "isValid",
    signature: "DateTime.isValid(time)",
    description: "Whether a text or a number is a time",
    example: 'DateTime.isValid("2026-02-30")',
    call(evaluation, [time]) {
      evaluation.chargeAndLook(CALENDAR_STEPS);
      try {
        zonedOf(time, "UTC");
        return true;
      } catch (error) {
        if (error instanceof DateProblem) return false;
        throw error;
      }
    },
  },
  {
    name: "add",
    signature: "DateTime.add(time, { days: 1 }, zone?)",
    description: "A later time; years, months, weeks, days, hours, minutes, seconds or milliseconds are added",
    example: 'DateTime.add("2026-01-31T12:00:00Z", { months: 1 })',
    call: (evaluation, args) => move(evaluation, args, 1),
  },
  {
    name: "subtract",
    signature: "DateTime.subtract(time, { days: 1 }, zone?)",
    description: "An earlier time",
    example: 'DateTime.subtract("2026-03-01T12:00:00Z", { hours: 36 })',
    call: (evaluation, args) => move(evaluation, args, -1),
  },
  {
    name: "difference",
    signature: "DateTime.difference(from, to, unit, zone?)",
    description: "How long from one time to another in a unit, with fractions",
    example: 'DateTime.difference("2026-03-01", "2026-03-04", "days")',
    call: (evaluation, [from, to, unit, zone]) =>
      counted(evaluation, () =>
        between(
          timeOf(evaluation, from, zone),
          timeOf(evaluation, to, zone),
          unitOf(unit === undefined ? "milliseconds" : toText(evaluation, unit)),
        ),
      ),
  },
  {
    name: "startOf",
    signature: "DateTime.startOf(time, period, zone?)",
    description: "The first moment of the year, quarter, month, week, day, hour, minute or second",
    example: 'DateTime.startOf("2026-03-18T08:30:00Z", "month")',
    call: (evaluation, [time, period, zone]) =>
      counted(evaluation, () => iso(startOf(timeOf(evaluation, time, zone), periodOf(toText(evaluation, period))))),
  },
  {
    name: "endOf",
    signature: "DateTime.endOf(time, period, zone?)",
    description: "The last millisecond of the year, quarter, month, week, day, hour, minute or second",
    example: 'DateTime.endOf("2026-02-18T08:30:00Z", "month")',
    call: (evaluation, [time, period, zone]) =>
      counted(evaluation, () => iso(endOf(timeOf(evaluation, time, zone), periodOf(toText(evaluation, period))))),
  },
  {
    name: "toZone",
    signature: "DateTime.toZone(time, zone)",
    description: "The same moment as the clocks of a time zone show it",
    example: 'DateTime.toZone("2026-07-01T12:00:00Z", "America/New_York")',
    call: (evaluation, [time, zone]) => counted(evaluation, () => isoInZone(timeOf(evaluation, time, zone))),
  },
  {
    name: "parts",
    signature: "DateTime.parts(time, zone?)",
    description: "Year, month, day, hour, weekday (1 is Monday), week and so on, each as a number",
    example: 'DateTime.parts("2026-03-01T08:30:00Z").weekday',
    call: (evaluation, [time, zone]) => counted(evaluation, () => partsOf(timeOf(evaluation, time, zone))),
  },
  {
    name: "toMillis",
    signature: "DateTime.toMillis(time, zone?)",
    description: "Milliseconds since 1970",
    example: 'DateTime.toMillis("1970-01-02")',
    call: (evaluation, [time, zone]) => counted(evaluation, () => timeOf(evaluation, time, zone).epochMilliseconds),
  },
  {
    name: "fromMillis",
    signature: "DateTime.fromMillis(milliseconds)",
    description: "The time so many milliseconds after 1970 began",
    example: "DateTime.fromMillis(86400000)",
    call: (evaluation, [ms]) => counted(evaluation, () => iso(ofMillis(toNumber(evaluation, ms), "UTC"))),
  },
]);
