import { z } from "zod";
import { isTimeZone } from "../../engine/time-zone.ts";
import { contract } from "../contract.ts";
import { nameSchema, plainText } from "../schemas.ts";

export const updateWorkspace = contract({
  name: "updateWorkspace",
  method: "PATCH",
  path: "/workspace",
  summary: "Change the workspace's name or time zone",
  tag: "Account",
  permission: "workspace:write",
  body: z.strictObject({
    name: nameSchema.optional(),
    timezone: plainText(64)
      .refine(isTimeZone, "This is not a time zone. Use a name such as Europe/Paris or UTC.")
      .optional()
      .describe("Schedules that have none of their own follow it from their next publication on."),
  }),
  status: 204,
});
