import { Cron } from "croner";
import { expect, test } from "vitest";
import type { Json } from "../../engine/json.ts";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

test("gives when it was due and when it started", async () => {
  const input = { scheduledAt: "2026-05-01T09:00:00.000Z", firedAt: "2026-05-01T09:00:00.120Z" };
  expect(await runNode(executor, { config: { every: "1h" }, input })).toEqual({ port: "out", output: input });
});

test.each([
  "* * * * *",
  "*/5 * * * *",
  "0 9 * * 1-5",
  "0 9 * * MON-FRI",
  "0,30 8-18/2 1,15 jan-mar *",
  "0 0 L * *",
  "0 9 * * 1#2",
  "0 9 * * 5L",
  "0 9 * * 7",
  "@daily",
  " 0  9 * * * ",
  "0 9 ? * 5#L",
  "0 0 29 2 *",
  "0 0 31 2,3 *",
  "0 0 31 */2 *",
  "0 0 31 2 1",
  "0 0 L 2 *",
])("the pattern %j is taken", (cron) => {
  expect(complaintAbout(definition, { cron, timezone: "Europe/Paris" })).toBeNull();
  // What is taken here is also what the library that computes the times takes.
  expect(new Cron(cron.trim(), { paused: true, mode: "5-part" }).nextRun()).toBeInstanceOf(Date);
});

test.each([
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "* * 32 * *",
  "* * * 13 *",
  "* * * * 8",
  "* * * *",
  "* * * * * *",
  "*/0 * * * *",
  "5-1 * * * *",
  "* * * * fri-mon",
  "a * * * *",
  "1#2 * * * *",
  "-1 * * * *",
  "1,,2 * * * *",
  "@reboot",
  "every day",
  "0 0 31 2 *",
  "0 0 30-31 feb ?",
  "0 0 31 2,4,6,9,11 *",
  "0 0 30/1 2 *",
])("the pattern %j is refused", (cron) => {
  expect(complaintAbout(definition, { cron })).toMatch(/^cron: /);
});

test.each<[config: Json, complaint: string | RegExp | null]>([
  [{ every: "1s" }, null],
  [{ every: "2h", cron: "", timezone: "" }, null],
  [{ every: "", cron: "@hourly" }, null],
  [{ every: "999ms" }, /^every: Give a time of at least one second/],
  [{ every: "0.5s" }, /^every: Give a time of at least one second/],
  [{ every: "1h 30m" }, /^every: /],
  [{ every: 60 }, /^every: /],
  [{}, /^every: /],
  [{ every: "1h", cron: "@daily" }, /^every: Give either/],
  [{ every: "1h", timezone: "Mars/Olympus" }, /^timezone: Give a time zone/],
  [{ every: "1h", missed: "most" }, /^missed: Choose/],
])("%j: %s", (config, complaint) => {
  const given = complaintAbout(definition, config);
  if (complaint === null) expect(given).toBeNull();
  else expect(given).toMatch(complaint);
});

test("says on its card when it starts", () => {
  expect(definition.describe?.({ every: "15m" })).toBe("Every 15m");
  expect(definition.describe?.({ cron: "0 9 * * 1-5", every: "" })).toBe("0 9 * * 1-5");
});
