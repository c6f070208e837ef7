import { z } from "zod";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant } from "../schemas.ts";

export const scheduleSchema = z.object({
  id: idSchema("sch"),
  workflowId: idSchema("wf"),
  workflowName: z.string(),
  nodeId: z.string(),
  cron: z.string().nullable(),
  everyMs: z.int().nullable(),
  timezone: z.string(),
  missed: z.enum(["skip", "once", "all"]),
  active: z.boolean(),
  paused: z.boolean().describe("True while its workflow is paused: it has no next time until that is resumed."),
  nextAt: instant.nullable(),
  lastAt: instant.nullable().describe("The tick it fired for last."),
  lastFiredAt: instant.nullable().describe("When it really did."),
  lagMs: z.int().describe("How long a tick that is due has been waiting; 0 when none is."),
  healthy: z.boolean().describe("False when a tick is due and has not fired."),
});
export type ScheduleItem = z.infer<typeof scheduleSchema>;

export const listSchedules = contract({
  name: "listSchedules",
  method: "GET",
  path: "/schedules",
  summary: "Schedules of published workflows, paused ones included, with when they fire",
  tag: "Schedules",
  permission: "schedules:read",
  query: z.strictObject(pageQuery),
  status: 200,
  result: page(scheduleSchema),
});
