import { describe, expect, it } from "vitest";
import { everyMs, nextTimes } from "./schedule-times.ts";

const at = (text: string) => Date.parse(text);
const iso = (times: number[]) => times.map((time) => new Date(time).toISOString());

describe("times of a schedule", () => {
  it("follow the cron in its time zone, five at a time", () => {
    const schedule = { kind: "cron" as const, cron: "30 7 * * 1-5", timezone: "Europe/Paris" };
    expect(iso(nextTimes(schedule, at("2026-11-27T12:00:00Z"), 3))).toEqual([
      "2026-11-30T06:30:00.000Z",
      "2026-12-01T06:30:00.000Z",
      "2026-12-02T06:30:00.000Z",
    ]);
  });

  it("fire a time that the clock skips in spring at the next valid minute, and one it doubles in autumn once", () => {
    const night = { kind: "cron" as const, cron: "30 2 * * *", timezone: "Europe/Paris" };
    const spring = nextTimes(night, at("2026-03-28T12:00:00Z"), 2);
    expect(spring).toHaveLength(2);
    expect((spring[0] ?? 0) - at("2026-03-29T01:00:00Z")).toBeGreaterThanOrEqual(0);
    expect((spring[0] ?? 0) - at("2026-03-29T01:00:00Z")).toBeLessThanOrEqual(30 * 60_000);
    const autumn = nextTimes(night, at("2026-10-24T12:00:00Z"), 2);
    expect((autumn[1] ?? 0) - (autumn[0] ?? 0)).toBeGreaterThan(20 * 3_600_000);
  });

  it("count every n from the anchor", () => {
    const anchor = at("2026-11-25T10:00:00Z");
    const schedule = { kind: "every" as const, everyMs: 90_000, anchorAt: anchor };
    expect(nextTimes(schedule, anchor + 100_000, 2)).toEqual([anchor + 180_000, anchor + 270_000]);
  });

  it("refuse what cannot be a schedule", () => {
    const refused = { kind: "cron" as const, cron: "not a cron", timezone: "UTC" };
    expect(() => nextTimes(refused, 0, 1)).toThrow();
    expect(() => nextTimes({ ...refused, cron: "0 3 * * *", timezone: "Mars/Olympus" }, 0, 1)).toThrow();
    expect(nextTimes({ ...refused, cron: "0 3 * * *" }, 0, 1)).toHaveLength(1);
    expect([everyMs("30s"), everyMs("2h"), everyMs("soon")]).toEqual([30_000, 7_200_000, null]);
  });
});
