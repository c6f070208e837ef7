import { z } from "zod";
import { workflowDocumentSchema } from "../../engine/document.ts";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant, personSchema, plainText, problemSchema } from "../schemas.ts";
import { workflowParams, workflowSchema } from "./workflows.ts";

const tag = "Versions";

export const versionSchema = z.object({
  id: idSchema("ver"),
  workflowId: idSchema("wf"),
  number: z.int().nullable().describe("Null for the snapshot that a draft run was started from."),
  hash: z.string().describe("SHA-256 of the document without positions, labels and notes."),
  note: z.string(),
  createdAt: instant,
  createdBy: personSchema.nullable(),
});
export type Version = z.infer<typeof versionSchema>;

export const publishWorkflow = contract({
  name: "publishWorkflow",
  method: "POST",
  path: "/workflows/:id/publish",
  summary: "Publish the draft; an unchanged document gives the version that exists",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  body: z.strictObject({ note: plainText(2_000).default("") }).default({ note: "" }),
  status: 201,
  problems: ["document_has_problems", "webhook_path_taken"],
  result: versionSchema.extend({ warnings: z.array(problemSchema) }),
});

export const unpublishWorkflow = contract({
  name: "unpublishWorkflow",
  method: "POST",
  path: "/workflows/:id/unpublish",
  summary: "Stop the triggers; runs that have begun go on",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  status: 200,
  result: workflowSchema,
});

export const listVersions = contract({
  name: "listVersions",
  method: "GET",
  path: "/workflows/:id/versions",
  summary: "Published versions, newest first",
  tag,
  permission: "workflows:read",
  params: workflowParams,
  query: z.strictObject(pageQuery),
  status: 200,
  result: page(versionSchema),
});

export const getVersion = contract({
  name: "getVersion",
  method: "GET",
  path: "/workflows/:id/versions/:versionId",
  summary: "One version with its document",
  tag,
  permission: "workflows:read",
  params: z.object({ id: idSchema("wf"), versionId: idSchema("ver") }),
  status: 200,
  result: versionSchema.extend({ document: workflowDocumentSchema }),
});
