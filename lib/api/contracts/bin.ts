import { z } from "zod";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant, personSchema } from "../schemas.ts";
import { workflowParams, workflowSchema } from "./workflows.ts";

const tag = "Bin";

export const binItemSchema = z.object({
  id: idSchema("wf"),
  name: z.string(),
  description: z.string(),
  deletedAt: instant,
  deletedBy: personSchema.nullable(),
  goneAt: instant.describe("When the server deletes it for good."),
  wasLive: z.boolean().describe("Its triggers started runs until it was deleted."),
});
export type BinItem = z.infer<typeof binItemSchema>;

export const listBin = contract({
  name: "listBin",
  method: "GET",
  path: "/bin",
  summary: "Deleted workflows, last deleted first",
  tag,
  permission: "workflows:read",
  query: z.strictObject(pageQuery),
  status: 200,
  result: page(binItemSchema),
});

export const restoreWorkflow = contract({
  name: "restoreWorkflow",
  method: "POST",
  path: "/bin/:id/restore",
  summary: "Take a workflow out of the bin, as it was: a live one is live again",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  status: 200,
  result: workflowSchema.extend({
    pausedBecause: z.string().nullable().describe("Why a workflow that was live came back paused."),
  }),
});

export const deleteForGood = contract({
  name: "deleteForGood",
  method: "DELETE",
  path: "/bin/:id",
  summary: "Delete a workflow of the bin with its versions, for good; refused while runs of it are open",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  status: 204,
  problems: ["workflow_has_open_runs"],
});
