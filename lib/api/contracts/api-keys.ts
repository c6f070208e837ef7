import { z } from "zod";
import { allPermissions } from "../../auth/permissions.ts";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant, nameSchema, personSchema } from "../schemas.ts";

const tag = "API keys";

export const scopeSchema = z.enum(["*", ...allPermissions]).describe("`*`: everything, also what is added later.");

export const apiKeySchema = z.object({
  id: idSchema("key"),
  name: z.string(),
  prefix: z.string().describe("First characters of the key."),
  scopes: z.array(scopeSchema),
  createdBy: personSchema.nullable(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const listApiKeys = contract({
  name: "listApiKeys",
  method: "GET",
  path: "/api-keys",
  summary: "API keys that are not revoked, newest first",
  tag,
  permission: "keys:read",
  query: z.strictObject(pageQuery),
  status: 200,
  result: page(apiKeySchema),
});

export const createApiKey = contract({
  name: "createApiKey",
  method: "POST",
  path: "/api-keys",
  summary: "Make an API key; this answer is the only one that holds it",
  tag,
  permission: "keys:write",
  body: z.strictObject({
    name: nameSchema,
    scopes: z.array(scopeSchema).min(1),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
  }),
  status: 201,
  problems: ["scope_not_yours"],
  result: apiKeySchema.extend({ key: z.string() }),
  idempotency: "refused",
});

export const revokeApiKey = contract({
  name: "revokeApiKey",
  method: "DELETE",
  path: "/api-keys/:id",
  summary: "Revoke an API key for good",
  tag,
  permission: "keys:write",
  params: z.object({ id: idSchema("key") }),
  status: 204,
});
