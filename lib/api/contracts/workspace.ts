import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { isTimeZone } from "../../engine/time-zone.ts";
import { MAX_HOST_RULES, normalHostRule } from "../../outbound/host-rules.ts";
import { contract } from "../contract.ts";
import { idSchema, nameSchema, plainText } from "../schemas.ts";

const tag = "Account";

/** Host rules of the outbound gate, as they are kept. */
const hostRules = z
  .array(
    plainText(300).transform((text, context) => {
      const rule = normalHostRule(text);
      if (rule !== null) return rule;
      context.addIssue(`"${text}" is no host. Write a name such as example.com, *.example.com or example.com:8443.`);
      return z.NEVER;
    }),
  )
  .max(MAX_HOST_RULES, `At most ${MAX_HOST_RULES} hosts.`);

export const workspaceSchema = z.object({
  id: idSchema("ws"),
  slug: z.string(),
  name: z.string(),
  timezone: z.string(),
  retentionDays: z.int().describe("Runs that ended longer ago are removed, with all they stored."),
  outboundAllow: z.array(z.string()).describe("When it is not empty, workflows may call these hosts only."),
  outboundDeny: z.array(z.string()).describe("Hosts that workflows may not call, also when they are allowed."),
});
export type Workspace = z.infer<typeof workspaceSchema>;

export const getWorkspace = contract({
  name: "getWorkspace",
  method: "GET",
  path: "/workspace",
  summary: "The workspace and its settings",
  tag,
  permission: "workspace:read",
  status: 200,
  result: workspaceSchema,
});

export const updateWorkspace = contract({
  name: "updateWorkspace",
  method: "PATCH",
  path: "/workspace",
  summary: "Change the workspace's settings",
  tag,
  permission: "workspace:write",
  body: z.strictObject({
    name: nameSchema.optional(),
    timezone: plainText(64)
      .refine(isTimeZone, "This is not a time zone. Use a name such as Europe/Paris or UTC.")
      .optional()
      .describe("Schedules that have none of their own follow it from their next publication on."),
    retentionDays: z
      .int()
      .min(1, "Runs are kept for one day at least.")
      .max(limits.retentionDays, `Runs are kept for ${limits.retentionDays.toLocaleString("en-US")} days at most.`)
      .optional(),
    outboundAllow: hostRules.optional(),
    outboundDeny: hostRules.optional(),
  }),
  status: 204,
});
