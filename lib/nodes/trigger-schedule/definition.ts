import { z } from "zod";
import type { Json } from "../../engine/json.ts";
import { isTimeZone } from "../../engine/time-zone.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";
import { durationMs } from "../duration.ts";
import { cronProblem } from "./cron-problem.ts";

const EVERY = "Give a time of at least one second with its unit, such as 30s, 15m or 2h.";

/** What a person emptied in the form is as good as never given. */
const text = (message: string) => z.string({ error: message }).transform((given) => given.trim() || undefined);

const cron = text("Give the pattern as text.").superRefine((pattern, ctx) => {
  const problem = pattern === undefined ? null : cronProblem(pattern);
  if (problem !== null) ctx.addIssue({ code: "custom", message: problem, input: pattern });
});

// One number and one unit: the interval is counted in real time, so weeks and months have no place here.
const every = text(EVERY).refine(
  (given) => given === undefined || (/^[\d.]+\s*[smhd]$/.test(given) && (durationMs(given) ?? 0) >= 1_000),
  EVERY,
);

const timezone = text("Give the time zone as text.").refine(
  (name) => name === undefined || isTimeZone(name),
  "Give a time zone by its name, such as Europe/Paris or UTC.",
);

export const definition = defineNode({
  type: "trigger.schedule",
  version: 1,
  title: "Schedule",
  summary: "At set times, or again and again.",
  category: "trigger",
  keywords: ["cron", "timer", "every", "daily", "hourly", "interval", "clock", "calendar"],
  effect: "pure",
  inputs: [],
  ports: ["out"],
  config: z
    .strictObject({
      cron: cron.optional(),
      every: every.optional(),
      timezone: timezone.optional(),
      missed: z.enum(["skip", "once", "all"], "Choose what happens to missed times.").default("once"),
    })
    .refine((config) => config.cron === undefined || config.every === undefined, {
      error: "Give either a pattern or an interval, not both.",
      path: ["every"],
    })
    .refine((config) => config.cron !== undefined || config.every !== undefined, { error: EVERY, path: ["every"] }),
  defaults: { every: "1h", missed: "once" },
  fields: {
    every: {
      widget: "duration",
      label: "Every",
      help: "Counted from the moment the workflow is first published.",
      placeholder: "15m",
    },
    cron: {
      widget: "cron",
      label: "Or at set times",
      help: "Five parts: minute, hour, day, month, day of the week. 0 9 * * 1-5 is nine o'clock on working days.",
      placeholder: "0 9 * * 1-5",
    },
    timezone: {
      widget: "text",
      label: "Time zone",
      help: "Whose nine o'clock it is. When empty, that of the workflow.",
      placeholder: "Europe/Paris",
    },
    missed: {
      widget: "select",
      label: "After a pause",
      help: "What happens to the times that passed while the server was off.",
      options: [
        { value: "skip", label: "Leave them out" },
        { value: "once", label: "Start once for all of them" },
        { value: "all", label: "Start once for each, 100 at most" },
      ],
      advanced: true,
    },
  },
  output: z.object({ scheduledAt: z.string(), firedAt: z.string() }),
  describe: (config) =>
    isGiven(config.cron) ? shown(config.cron) : isGiven(config.every) ? `Every ${shown(config.every)}` : "",
  trigger: "schedule",
});

function isGiven(value: Json | undefined): boolean {
  return typeof value === "string" && value.trim() !== "";
}
