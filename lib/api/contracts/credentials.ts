import { z } from "zod";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant, nameSchema, personSchema, plainText } from "../schemas.ts";

const tag = "Credentials";
const params = z.object({ id: idSchema("crd") });
/** Texts by the keys of the type's fields. */
const values = z.record(z.string().max(64), z.string().max(16_384));

export const credentialSchema = z.object({
  id: idSchema("crd"),
  name: z.string(),
  type: z.string(),
  fields: z.record(z.string(), z.string()).describe("What is not secret. Secrets are never given out again."),
  createdBy: personSchema.nullable(),
  createdAt: instant,
  updatedAt: instant,
  lastUsedAt: instant.nullable(),
});
export type Credential = z.infer<typeof credentialSchema>;

const useSchema = z.object({
  workflow: z.object({ id: idSchema("wf"), name: z.string() }),
  /** Titles of the nodes. */
  nodes: z.array(z.string()),
  published: z.boolean().describe("Also in the version that triggers start."),
});

const fieldSchema = z.object({
  key: z.string(),
  label: z.string(),
  help: z.string().optional(),
  placeholder: z.string().optional(),
  secret: z.boolean(),
  optional: z.boolean(),
});

export const listCredentialTypes = contract({
  name: "listCredentialTypes",
  method: "GET",
  path: "/credential-types",
  summary: "Kinds of credentials, with their fields",
  tag,
  permission: "credentials:read",
  status: 200,
  result: z.object({
    items: z.array(
      z.object({ type: z.string(), title: z.string(), summary: z.string(), fields: z.array(fieldSchema) }),
    ),
  }),
});

export const listCredentials = contract({
  name: "listCredentials",
  method: "GET",
  path: "/credentials",
  summary: "Credentials, by name",
  tag,
  permission: "credentials:read",
  query: z.strictObject({ ...pageQuery, type: plainText(64).optional().describe("Only those of this kind.") }),
  status: 200,
  result: page(credentialSchema),
});

export const createCredential = contract({
  name: "createCredential",
  method: "POST",
  path: "/credentials",
  summary: "Store a credential; its secrets are never given out again",
  tag,
  permission: "credentials:write",
  body: z.strictObject({ name: nameSchema, type: z.string().max(64), values }),
  status: 201,
  problems: ["name_taken", "unknown_credential_type", "invalid_credential"],
  result: credentialSchema,
});

export const getCredential = contract({
  name: "getCredential",
  method: "GET",
  path: "/credentials/:id",
  summary: "A credential without its secrets, and where it is used",
  tag,
  permission: "credentials:read",
  params,
  status: 200,
  result: credentialSchema.extend({ usedBy: z.array(useSchema) }),
});

export const updateCredential = contract({
  name: "updateCredential",
  method: "PATCH",
  path: "/credentials/:id",
  summary: "Rename a credential or replace values; secrets that are left out stay",
  tag,
  permission: "credentials:write",
  params,
  body: z.strictObject({ name: nameSchema.optional(), values: values.optional() }),
  status: 200,
  problems: ["name_taken", "invalid_credential"],
  result: credentialSchema,
});

export const deleteCredential = contract({
  name: "deleteCredential",
  method: "DELETE",
  path: "/credentials/:id",
  summary: "Delete a credential; one that is in use only with `force=true`",
  tag,
  permission: "credentials:write",
  params,
  query: z.strictObject({ force: z.enum(["true", "false"]).optional() }),
  status: 204,
  problems: ["credential_in_use"],
});

const testResult = z.object({
  ok: z.boolean(),
  message: z.string().describe("What came back, in words; without the secrets."),
  ms: z.number().describe("How long it took."),
});

export const testCredential = contract({
  name: "testCredential",
  method: "POST",
  path: "/credentials/:id/test",
  summary: "Try a credential, with values not saved yet where given",
  tag,
  permission: "credentials:write",
  params,
  body: z.strictObject({ values: values.optional() }),
  status: 200,
  problems: ["invalid_credential"],
  result: testResult,
  idempotency: "refused",
});

export const testNewCredential = contract({
  name: "testNewCredential",
  method: "POST",
  path: "/credential-tests",
  summary: "Try values before they are stored",
  tag,
  permission: "credentials:write",
  body: z.strictObject({ type: z.string().max(64), values }),
  status: 200,
  problems: ["unknown_credential_type", "invalid_credential"],
  result: testResult,
  idempotency: "refused",
});
