import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { workflowDocumentSchema } from "../../engine/document.ts";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant, nameSchema, plainText } from "../schemas.ts";

const tag = "Workflows";
/** The document and what is wrapped around it. */
export const documentBodyBytes = limits.documentBytes + 64 * 1024;
export const workflowParams = z.object({ id: idSchema("wf") });

export const workflowSchema = z.object({
  id: idSchema("wf"),
  name: z.string(),
  description: z.string(),
  revision: z.int().describe("Counts up with every saved change of the draft."),
  published: z
    .object({ versionId: idSchema("ver"), number: z.int(), changedSince: z.boolean() })
    .nullable()
    .describe("The version that triggers start; null while none does."),
  pausedAt: instant.nullable().describe("Since when its triggers are stopped; null while they are not."),
  createdAt: instant,
  updatedAt: instant,
});
export type Workflow = z.infer<typeof workflowSchema>;

export const recentRunSchema = z.object({
  id: idSchema("run"),
  state: z.enum(["queued", "running", "waiting", "compensating", "completed", "failed", "cancelled"]),
  createdAt: instant,
  finishedAt: instant.nullable(),
});

export const startSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("webhook"), methods: z.array(z.string()), path: z.string() }),
  z.object({
    kind: z.literal("schedule"),
    cron: z.string().nullable(),
    everyMs: z.int().nullable(),
    timezone: z.string(),
    nextAt: instant.nullable(),
  }),
  z.object({ kind: z.literal("chat"), workflowId: idSchema("wf"), model: z.string() }),
]);

export const workflowListItemSchema = workflowSchema.extend({
  startsOn: z.array(startSchema).describe("What starts the published version by itself; empty: only by hand or API."),
  recentRuns: z.array(recentRunSchema).describe("The last ten, newest first."),
});
export type WorkflowListItem = z.infer<typeof workflowListItemSchema>;

export const listWorkflows = contract({
  name: "listWorkflows",
  method: "GET",
  path: "/workflows",
  summary: "Workflows of the workspace, last changed first",
  tag,
  permission: "workflows:read",
  query: z.strictObject({ ...pageQuery, search: plainText(200).optional().describe("Part of the name.") }),
  status: 200,
  result: page(workflowListItemSchema),
});

export const createWorkflow = contract({
  name: "createWorkflow",
  method: "POST",
  path: "/workflows",
  summary: "Make a workflow, empty or from a document",
  tag,
  permission: "workflows:write",
  body: z.strictObject({
    name: nameSchema,
    description: plainText(2_000).optional(),
    document: workflowDocumentSchema.optional(),
  }),
  bodyBytes: documentBodyBytes,
  status: 201,
  problems: ["invalid_document", "document_too_large"],
  result: workflowSchema,
});

export const getWorkflow = contract({
  name: "getWorkflow",
  method: "GET",
  path: "/workflows/:id",
  summary: "One workflow without its document",
  tag,
  permission: "workflows:read",
  params: workflowParams,
  status: 200,
  result: workflowSchema,
});

export const duplicateWorkflow = contract({
  name: "duplicateWorkflow",
  method: "POST",
  path: "/workflows/:id/duplicate",
  summary: "Copy the draft into a new workflow; its webhooks get addresses of their own",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  status: 201,
  result: workflowSchema,
});

export const pauseWorkflow = contract({
  name: "pauseWorkflow",
  method: "POST",
  path: "/workflows/:id/pause",
  summary: "Stop the triggers for now; runs that have begun go on",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  status: 200,
  problems: ["not_published"],
  result: workflowSchema,
});

export const resumeWorkflow = contract({
  name: "resumeWorkflow",
  method: "POST",
  path: "/workflows/:id/resume",
  summary: "Let the triggers start runs again; times that a schedule missed meanwhile are not made up for",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  status: 200,
  problems: ["not_published"],
  result: workflowSchema,
});

export const updateWorkflow = contract({
  name: "updateWorkflow",
  method: "PATCH",
  path: "/workflows/:id",
  summary: "Rename a workflow or describe it",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  body: z
    .strictObject({ name: nameSchema.optional(), description: plainText(2_000).optional() })
    .refine((body) => body.name !== undefined || body.description !== undefined, "Nothing to change."),
  status: 200,
  result: workflowSchema,
});

export const deleteWorkflow = contract({
  name: "deleteWorkflow",
  method: "DELETE",
  path: "/workflows/:id",
  summary: "Put a workflow into the bin: its triggers stop, runs that have begun go on",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  status: 204,
});
