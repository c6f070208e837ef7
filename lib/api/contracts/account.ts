import { z } from "zod";
import { allPermissions, roles } from "../../auth/permissions.ts";
import { shortestPassword } from "../../auth/shortest-password.ts";
import { contract } from "../contract.ts";
import { idSchema, instant, nameSchema, plainText } from "../schemas.ts";

const tag = "Account";

/** Looser than the standard: `owner@localhost` is an address on somebody's own machine. */
export const emailSchema = plainText(254)
  .trim()
  .regex(/^[^\s@]+@[^\s@]+$/, "This is not an e-mail address.");
/** Characters of a password at least. */
export const passwordSchema = z
  .string()
  .min(shortestPassword, `A password has at least ${shortestPassword} characters.`)
  .max(200, "A password has at most 200 characters.");

export const getMe = contract({
  name: "getMe",
  method: "GET",
  path: "/me",
  summary: "Who is calling, in which workspace, and what they may do",
  tag,
  permission: "workspace:read",
  status: 200,
  result: z.object({
    user: z.object({ id: idSchema("usr"), email: z.string(), name: z.string() }),
    workspace: z.object({ id: idSchema("ws"), slug: z.string(), name: z.string(), timezone: z.string() }),
    role: z.enum(roles),
    permissions: z.array(z.enum(allPermissions)),
  }),
});

export const updateMe = contract({
  name: "updateMe",
  method: "PATCH",
  path: "/me",
  summary: "Change one's own name",
  tag,
  permission: "workspace:read",
  body: z.strictObject({ name: nameSchema }),
  status: 204,
  idempotency: "handler",
});

export const changePassword = contract({
  name: "changePassword",
  method: "POST",
  path: "/me/password",
  summary: "Change one's own password; every other device is signed out",
  tag,
  permission: "workspace:read",
  body: z.strictObject({ current: z.string().max(200), next: passwordSchema }),
  status: 204,
  problems: ["wrong_password", "too_many_tries", "person_needed", "busy"],
  idempotency: "refused",
});

export const sessionSchema = z.object({
  id: idSchema("ses"),
  current: z.boolean().describe("The one that asks."),
  createdAt: instant,
  expiresAt: instant,
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

export const listSessions = contract({
  name: "listSessions",
  method: "GET",
  path: "/me/sessions",
  summary: "Devices on which one is signed in, newest first",
  tag,
  permission: "workspace:read",
  status: 200,
  problems: ["person_needed"],
  result: z.object({ items: z.array(sessionSchema) }),
});

export const revokeSession = contract({
  name: "revokeSession",
  method: "DELETE",
  path: "/me/sessions/:id",
  summary: "Sign one of one's own devices out",
  tag,
  permission: "workspace:read",
  params: z.object({ id: idSchema("ses") }),
  status: 204,
  problems: ["person_needed"],
  idempotency: "handler",
});

export const getSetup = contract({
  name: "getSetup",
  method: "GET",
  path: "/setup",
  summary: "Whether the first account is still to be made, and whether that needs the token printed at start",
  tag,
  permission: "public",
  status: 200,
  result: z.object({ needed: z.boolean(), tokenNeeded: z.boolean() }),
});

export const setUp = contract({
  name: "setUp",
  method: "POST",
  path: "/setup",
  summary: "Make the owner's account and workspace, once",
  tag,
  permission: "public",
  body: z.strictObject({
    name: nameSchema,
    email: emailSchema,
    password: passwordSchema,
    token: z.string().max(200).optional().describe("Printed at start; needed from another machine."),
  }),
  status: 201,
  problems: ["setup_token_needed", "already_set_up"],
  result: z.object({ userId: idSchema("usr"), workspaceId: idSchema("ws") }),
  idempotency: "refused",
});
