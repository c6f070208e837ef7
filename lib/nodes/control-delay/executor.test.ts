import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

const now = Date.UTC(2026, 4, 1, 8);
const wait = async (config: JsonObject, input: Json = null) => (await runNode(executor, { config, input, now })).output;

test.each([
  ["5s", 5_000],
  ["250ms", 250],
  ["1.5h", 5_400_000],
  ["2d", 172_800_000],
  ["1h 30m", 5_400_000],
  ["0s", 0],
  ["{{ input.minutes }}m", 600_000],
])("waits for %s", async (duration, waitedMs) => {
  expect(await wait({ duration }, { minutes: 10 })).toEqual({ waitedMs });
});

test.each<[until: Json, waitedMs: number]>([
  ["2026-05-01T09:00:00Z", 3_600_000],
  ["2026-05-01T09:00+00:30", 1_800_000],
  [now + 1_000, 1_000],
  [String(now + 1_000), 1_000],
  ["{{ input.due }}", 60_000],
  ["2020-01-01T00:00:00Z", 0],
])("waits until %j", async (until, waitedMs) => {
  expect(await wait({ until }, { due: now + 60_000 })).toEqual({ waitedMs });
});

test.each<[config: Json, complaint: RegExp]>([
  [{}, /^duration: Give a time/],
  [{ duration: "", until: "" }, /^duration: Give a time/],
  [{ duration: "5" }, /^duration: Give a time/],
  [{ duration: 5 }, /^duration: Give a time/],
  [{ duration: "-5s" }, /^duration: Give a time/],
  [{ duration: "5 years" }, /^duration: Give a time/],
  [{ duration: "400d" }, /^duration: Wait a year at most/],
  [{ duration: "5s", until: "2026-05-01T09:00:00Z" }, /^until: Give either/],
  [{ until: "tomorrow" }, /^until: Give a date/],
  [{ until: "2026-05-01T09:00:00" }, /^until: Give a date with its time zone/],
  [{ until: "2026-05-01" }, /^until: Give a date/],
  [{ until: "2026-13-01T09:00:00Z" }, /^until: Give a date/],
  [{ until: 1e300 }, /^until: Give a date/],
])("refuses %j", (config, complaint) => {
  expect(complaintAbout(definition, config)).toMatch(complaint);
});

test("what the form leaves empty does not count", async () => {
  expect(await wait({ duration: "5s", until: "" })).toEqual({ waitedMs: 5_000 });
});
