import { describe, expect, it } from "vitest";
import { compileExpression } from "../expressions/compile.ts";
import { isExpressionError } from "../expressions/errors.ts";

const NOW = Date.UTC(2026, 2, 1, 8, 30);
function run(source: string, timeZone?: string) {
  try {
    return compileExpression(source).evaluate({ root: () => undefined, now: NOW, seed: "s", timeZone, clock: () => 0 });
  } catch (error) {
    if (isExpressionError(error)) return error.code;
    throw error;
  }
}

describe("times", () => {
  it("are read with their offset, or in the zone of the run", () => {
    expect(run('DateTime.parse("2026-03-01T09:30:00+01:00")')).toBe("2026-03-01T08:30:00.000Z");
    expect(run('DateTime.parse("2026-03-01 09:30")', "Europe/Paris")).toBe("2026-03-01T08:30:00.000Z");
    expect(run('DateTime.parse("2026-03-01")', "Asia/Tokyo")).toBe("2026-02-28T15:00:00.000Z");
    expect(run("DateTime.parse(now)")).toBe("2026-03-01T08:30:00.000Z");
    expect(run("DateTime.toMillis(now)")).toBe(NOW);
    expect(run(`DateTime.fromMillis(${NOW})`)).toBe("2026-03-01T08:30:00.000Z");
  });

  it("are read by a pattern", () => {
    expect(run('DateTime.parse("3 Feb 2026, 11:05 pm", "d MMM yyyy, h:mm a")')).toBe("2026-02-03T23:05:00.000Z");
    expect(run('DateTime.parse("12:00 AM 01/02/26", "hh:mm a dd/MM/yy")')).toBe("2026-02-01T00:00:00.000Z");
    expect(run('DateTime.parse("2026-07-01T10:00+02:00", "yyyy-MM-dd\'T\'HH:mmXXX")')).toBe("2026-07-01T08:00:00.000Z");
    for (const wrong of [
      'DateTime.parse("30.02.2026", "dd.MM.yyyy")',
      'DateTime.parse("x", "yyyy")',
      'DateTime.parse("2026", "MM")',
      'DateTime.parse("11", "MMMMM")',
      'DateTime.parse("1111", "MM MM yyyy")',
      'DateTime.parse("13:00 PM 2026", "hh:mm a yyyy")',
      'DateTime.parse("tomorrow")',
      'DateTime.parse("2026-02-30")',
      "DateTime.parse(null)",
      "DateTime.parse({})",
      "DateTime.fromMillis(1e300)",
      "DateTime.fromMillis(0.5)",
      'DateTime.toZone(now, "Mars/Olympus")',
      'DateTime.startOf(now, "fortnight")',
      "DateTime.add(now, { days: 0.5 })",
      "DateTime.add(now, { years: 1e9 })",
      "DateTime.add(now, 1)",
      "DateTime.add(now, { moons: 1 })",
    ])
      expect(run(wrong), wrong).toBe("type");
  });

  it("are written by a pattern in a zone", () => {
    expect(run('DateTime.format(now, "EEEE, d MMMM yyyy HH:mm:ss.SSS XXX VV", "America/New_York")')).toBe(
      "Sunday, 1 March 2026 03:30:00.000 -05:00 America/New_York",
    );
    expect(run("DateTime.format(now, \"h 'o''clock' a\")")).toBe("8 o'clock AM");
    expect(run('DateTime.format(now, "HH:mmXXX")')).toBe("08:30Z");
    expect(run('DateTime.toZone(now, "Asia/Kolkata")')).toBe("2026-03-01T14:00:00.000+05:30");
  });

  it("keep the time of day over a change of clocks, and pass hours as they pass", () => {
    // Paris goes from 02:00 to 03:00 on 2026-03-29.
    const before = '"2026-03-28T12:00"';
    expect(run(`DateTime.add(${before}, { days: 1 })`, "Europe/Paris")).toBe("2026-03-29T10:00:00.000Z");
    expect(run(`DateTime.add(${before}, { hours: 24 })`, "Europe/Paris")).toBe("2026-03-29T11:00:00.000Z");
    expect(run(`DateTime.difference(${before}, "2026-03-29T12:00", "hours")`, "Europe/Paris")).toBe(23);
    expect(run(`DateTime.difference(${before}, "2026-03-29T12:00", "days")`, "Europe/Paris")).toBe(1);
    expect(run('DateTime.add("2026-03-29T02:30", { hours: 0 })', "Europe/Paris")).toBe("2026-03-29T01:30:00.000Z");
    expect(run('DateTime.add("2024-01-31", { months: 1, day: 1 })')).toBe("2024-03-01T00:00:00.000Z");
    expect(run('DateTime.subtract("2024-02-29", { years: 1 })')).toBe("2023-02-28T00:00:00.000Z");
  });

  it("begin and end", () => {
    const cases = {
      year: ["2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z"],
      quarter: ["2026-01-01T00:00:00.000Z", "2026-03-31T23:59:59.999Z"],
      month: ["2026-03-01T00:00:00.000Z", "2026-03-31T23:59:59.999Z"],
      week: ["2026-02-23T00:00:00.000Z", "2026-03-01T23:59:59.999Z"],
      day: ["2026-03-01T00:00:00.000Z", "2026-03-01T23:59:59.999Z"],
      hour: ["2026-03-01T08:00:00.000Z", "2026-03-01T08:59:59.999Z"],
      minute: ["2026-03-01T08:30:00.000Z", "2026-03-01T08:30:59.999Z"],
    };
    for (const [period, both] of Object.entries(cases))
      expect(run(`[DateTime.startOf(now, "${period}"), DateTime.endOf(now, "${period}")]`)).toEqual(both);
    // Midnight does not exist on this day in São Paulo.
    expect(run('DateTime.startOf("2018-11-04T12:00", "day")', "America/Sao_Paulo")).toBe("2018-11-04T03:00:00.000Z");
    expect(run('DateTime.endOf("2018-11-03T12:00", "day")', "America/Sao_Paulo")).toBe("2018-11-04T02:59:59.999Z");
    expect(run('DateTime.endOf("2018-11-04T12:00", "day")', "America/Sao_Paulo")).toBe("2018-11-05T01:59:59.999Z");
  });

  it("fall apart into numbers", () => {
    expect(run('DateTime.parts(now, "Europe/Paris")')).toEqual({
      year: 2026,
      month: 3,
      day: 1,
      hour: 9,
      minute: 30,
      second: 0,
      millisecond: 0,
      weekday: 7,
      dayOfYear: 60,
      week: 9,
      offset: "+01:00",
      timeZone: "Europe/Paris",
      unix: NOW / 1000,
    });
    expect(run('[DateTime.isValid("2026-02-28"), DateTime.isValid("x"), DateTime.isValid(5)]')).toEqual([
      true,
      false,
      true,
    ]);
  });
});
