import { z } from "zod";
import { jsonValue, plainText } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

const units = ["years", "months", "weeks", "days", "hours", "minutes", "seconds"] as const;
const unitOptions = units.map((value) => ({ value, label: `${value[0]?.toUpperCase()}${value.slice(1)}` }));

export const definition = defineNode({
  type: "data.date-time",
  version: 1,
  title: "Date and time",
  summary: "Reads, moves, compares and writes dates, in any time zone.",
  category: "data",
  keywords: ["date", "time", "format", "add", "difference", "timezone", "calendar", "now", "month", "weekday"],
  effect: "pure",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({
    operation: z.enum(["read", "add", "start", "end", "difference", "format"], "Choose what to do.").default("read"),
    date: jsonValue.optional(),
    zone: plainText.default("UTC"),
    amount: z
      .union(
        [
          z.number(),
          z
            .string()
            .trim()
            .regex(/^-?\d+$/)
            .transform(Number),
        ],
        { error: "Give a whole number." },
      )
      .refine(Number.isSafeInteger, "Give a whole number.")
      .default(1),
    unit: z.enum(units, "Choose a unit.").default("days"),
    until: jsonValue.optional(),
    format: plainText.default("yyyy-MM-dd HH:mm"),
  }),
  defaults: {
    operation: "read",
    date: "{{ now }}",
    zone: "UTC",
    amount: 1,
    unit: "days",
    until: "{{ now }}",
    format: "yyyy-MM-dd HH:mm",
  },
  fields: {
    operation: {
      widget: "select",
      label: "Do",
      options: [
        { value: "read", label: "Read a date" },
        { value: "add", label: "Add or take away time" },
        { value: "start", label: "Go to the start of" },
        { value: "end", label: "Go to the end of" },
        { value: "difference", label: "Measure the time between" },
        { value: "format", label: "Write it as text" },
      ],
    },
    date: {
      widget: "template",
      label: "Date",
      help: "A text such as 2026-11-25 or 2026-11-25T09:30, with or without a zone, or milliseconds since 1970.",
      placeholder: "{{ trigger.body.due }}",
    },
    until: {
      widget: "template",
      label: "Until",
      placeholder: "{{ now }}",
      showWhen: { key: "operation", in: ["difference"] },
    },
    amount: {
      widget: "number",
      label: "How much",
      help: "Less than nothing takes away.",
      showWhen: { key: "operation", in: ["add"] },
    },
    unit: {
      widget: "select",
      label: "Unit",
      options: unitOptions,
      showWhen: { key: "operation", in: ["add", "start", "end", "difference"] },
    },
    format: {
      widget: "text",
      label: "As",
      help: "yyyy year, MM month, dd day, HH hour, mm minute, ss second; MMM and MMMM months, EEE and EEEE weekdays by name; other letters between quotes.",
      placeholder: "EEEE, d MMMM yyyy 'at' HH:mm",
      showWhen: { key: "operation", in: ["format"] },
    },
    zone: {
      widget: "text",
      label: "Time zone",
      help: "Where dates without a zone of their own are, and in which results are given: UTC, Europe/Oslo, America/New_York.",
      placeholder: "Europe/Oslo",
    },
  },
  output: (config) =>
    config.operation === "difference"
      ? z.object({ amount: z.number(), whole: z.int(), milliseconds: z.number() })
      : z.object({
          text: z.string(),
          iso: z.string(),
          utc: z.string(),
          date: z.string(),
          time: z.string(),
          year: z.int(),
          month: z.int(),
          day: z.int(),
          weekday: z.string(),
          week: z.int(),
          hour: z.int(),
          minute: z.int(),
          second: z.int(),
          zone: z.string(),
          timestamp: z.number(),
        }),
  describe: (config) => {
    if (config.operation === "add") return `${config.amount ?? 1} ${config.unit ?? "days"}`;
    if (config.operation === "format") return String(config.format ?? "");
    if (config.operation === "start" || config.operation === "end")
      return `${config.operation === "start" ? "Start" : "End"} of ${String(config.unit ?? "days").replace(/s$/, "")}`;
    return config.operation === "difference" ? `In ${config.unit ?? "days"}` : "Read";
  },
});
