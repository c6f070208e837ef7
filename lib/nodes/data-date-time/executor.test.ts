import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const run = async (config: JsonObject) =>
  (await runNode(executor, { config: { date: "2026-11-25T09:30:15Z", ...config } })).output as JsonObject;

describe("reads", () => {
  test.each([
    ["2026-11-25T09:30:15Z", "2026-11-25T09:30:15.000Z"],
    ["2026-11-25T09:30:15+02:00", "2026-11-25T07:30:15.000Z"],
    ["2026-11-25T09:30", "2026-11-25T08:30:00.000Z"],
    ["2026-11-25 09:30", "2026-11-25T08:30:00.000Z"],
    ["2026-11-25", "2026-11-24T23:00:00.000Z"],
    ["2026-11-25T09:30[America/New_York]", "2026-11-25T14:30:00.000Z"],
    [1_764_063_015_000, "2025-11-25T09:30:15.000Z"],
    ["1764063015000", "2025-11-25T09:30:15.000Z"],
  ])("%s, in Oslo where it has no zone", async (date, utc) => {
    expect(await run({ date, zone: "Europe/Oslo" })).toMatchObject({ utc });
  });

  test.each(["", "soon", "2026-13-01", "25.11.2026", null, true, { a: 1 }, Number.MAX_VALUE])(
    "not %j, and says what a date looks like",
    async (date) => {
      await expect(run({ date })).rejects.toMatchObject({ code: "invalid_input" });
    },
  );

  test("no zone there is not", async () => {
    await expect(run({ zone: "Europe/Atlantis" })).rejects.toThrow(/no time zone Europe\/Atlantis/);
  });
});

test("tells everything of a moment", async () => {
  expect(await run({ zone: "Europe/Oslo" })).toEqual({
    text: "2026-11-25 10:30:15",
    iso: "2026-11-25T10:30:15+01:00",
    utc: "2026-11-25T09:30:15.000Z",
    date: "2026-11-25",
    time: "10:30:15",
    year: 2026,
    month: 11,
    day: 25,
    weekday: "Wednesday",
    week: 48,
    hour: 10,
    minute: 30,
    second: 15,
    zone: "Europe/Oslo",
    timestamp: Date.UTC(2026, 10, 25, 9, 30, 15),
  });
});

describe("moves", () => {
  test.each([
    [{ amount: 1, unit: "days" }, "2026-11-26T09:30:15Z"],
    [{ amount: -2, unit: "weeks" }, "2026-11-11T09:30:15Z"],
    [{ amount: "3", unit: "hours" }, "2026-11-25T12:30:15Z"],
    [{ date: "2026-01-31T00:00Z", amount: 1, unit: "months" }, "2026-02-28T00:00:00Z"],
    [{ date: "2024-02-29T00:00Z", amount: 1, unit: "years" }, "2025-02-28T00:00:00Z"],
  ])("by %j to %s", async (config, iso) => {
    expect((await run({ operation: "add", ...config })).utc).toBe(iso.replace("Z", ".000Z"));
  });

  // Clocks in Oslo go forward on 29 March 2026 at 2:00, and back on 25 October at 3:00.
  test("a day over the change of clocks keeps the time, 24 hours do not", async () => {
    const date = "2026-03-28T12:00";
    const zone = "Europe/Oslo";
    expect(await run({ operation: "add", date, zone, amount: 1, unit: "days" })).toMatchObject({ time: "12:00:00" });
    expect(await run({ operation: "add", date, zone, amount: 24, unit: "hours" })).toMatchObject({ time: "13:00:00" });
  });

  test("a time that does not exist is the one as much later, one that comes twice the first", async () => {
    const zone = "Europe/Oslo";
    expect(await run({ date: "2026-03-29T02:30", zone })).toMatchObject({ iso: "2026-03-29T03:30:00+02:00" });
    expect(await run({ date: "2026-10-25T02:30", zone })).toMatchObject({ iso: "2026-10-25T02:30:00+02:00" });
  });

  test.each([
    ["start", "years", "2026-01-01T00:00:00.000Z"],
    ["start", "months", "2026-11-01T00:00:00.000Z"],
    ["start", "weeks", "2026-11-23T00:00:00.000Z"],
    ["start", "days", "2026-11-25T00:00:00.000Z"],
    ["start", "hours", "2026-11-25T09:00:00.000Z"],
    ["start", "minutes", "2026-11-25T09:30:00.000Z"],
    ["end", "years", "2026-12-31T23:59:59.999Z"],
    ["end", "months", "2026-11-30T23:59:59.999Z"],
    ["end", "weeks", "2026-11-29T23:59:59.999Z"],
    ["end", "days", "2026-11-25T23:59:59.999Z"],
  ])("to the %s of %s", async (operation, unit, utc) => {
    expect((await run({ operation, unit })).utc).toBe(utc);
  });

  test("not beyond what dates can hold", async () => {
    await expect(run({ operation: "add", amount: 999_999, unit: "years" })).rejects.toThrow(
      /beyond what dates can hold/,
    );
  });
});

describe("measures", () => {
  test.each([
    ["days", { amount: 1.5, whole: 1, milliseconds: 129_600_000 }],
    ["hours", { amount: 36, whole: 36, milliseconds: 129_600_000 }],
    ["weeks", { amount: 0.214286, whole: 0, milliseconds: 129_600_000 }],
  ])("in %s", async (unit, output) => {
    expect(await run({ operation: "difference", until: "2026-11-26T21:30:15Z", unit })).toEqual(output);
  });

  test("months by the calendar, and backwards too", async () => {
    const dates = { date: "2026-03-31T00:00Z", until: "2026-01-31T00:00Z" };
    expect(await run({ operation: "difference", ...dates, unit: "months" })).toMatchObject({ amount: -2, whole: -2 });
  });
});

describe("writes", () => {
  test.each([
    ["EEEE, d MMMM yyyy 'at' HH:mm", "Wednesday, 25 November 2026 at 09:30"],
    ["dd/MM/yy hh:mm a", "25/11/26 09:30 am"],
    ["yyyyMMdd'T'HHmmss", "20261125T093015"],
    ["h 'o''clock' EEE MMM", "9 o'clock Wed Nov"],
    ["'''quoted'''", "'quoted'"],
    ["", ""],
  ])("as %s", async (format, text) => {
    expect((await run({ operation: "format", format })).text).toBe(text);
  });

  test("no letters that mean nothing", async () => {
    await expect(run({ operation: "format", format: "yyyy Q" })).rejects.toThrow(/“Q” means nothing/);
  });
});
