import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { defineNode } from "../define.ts";
import { shown } from "../describe-text.ts";
import { durationMs } from "../duration.ts";
import { momentMs } from "./moment.ts";

const DURATION = "Give a time with its unit, such as 30s, 5m, 2h or 2d.";
const UNTIL = "Give a date with its time zone, such as 2026-05-01T09:00:00Z, or milliseconds since 1970.";

const duration = z.string({ error: DURATION }).transform((text, ctx) => {
  if (text.trim() === "") return undefined;
  const ms = durationMs(text);
  if (ms !== null && ms <= limits.runMaxAgeMs) return ms;
  ctx.addIssue({ code: "custom", message: ms === null ? DURATION : "Wait a year at most.", input: text });
  return undefined;
});

const until = z.union([z.string(), z.number()], { error: UNTIL }).transform((given, ctx) => {
  if (typeof given === "string" && given.trim() === "") return undefined;
  const ms = momentMs(given);
  if (ms !== null) return ms;
  ctx.addIssue({ code: "custom", message: UNTIL, input: given });
  return undefined;
});

export const definition = defineNode({
  type: "control.delay",
  version: 1,
  title: "Wait",
  summary: "Waits for some time, or until a date, before it goes on.",
  category: "control",
  keywords: ["delay", "sleep", "pause", "timer", "later", "until"],
  effect: "wait",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z
    .strictObject({ duration: duration.optional(), until: until.optional() })
    .refine((config) => config.duration === undefined || config.until === undefined, {
      error: "Give either how long to wait or until when, not both.",
      path: ["until"],
    })
    .refine((config) => config.duration !== undefined || config.until !== undefined, {
      error: DURATION,
      path: ["duration"],
    }),
  defaults: { duration: "5s" },
  fields: {
    duration: { widget: "duration", label: "How long", help: DURATION, placeholder: "5m" },
    until: { widget: "template", label: "Or until", help: UNTIL, placeholder: "{{ input.dueAt }}" },
  },
  output: z.object({ waitedMs: z.number() }),
  describe: (config) => (config.until ? `Until ${shown(config.until)}` : shown(config.duration)),
});
