import { z } from "zod";
import { workflowDocumentSchema } from "../../engine/document.ts";
import { diffSchema } from "../../workflows/diff.ts";
import { contract } from "../contract.ts";
import { problemSchema } from "../schemas.ts";
import { documentBodyBytes, workflowParams } from "./workflows.ts";

const tag = "Documents";
const revisionSchema = z.object({ revision: z.int() });

export const getDocument = contract({
  name: "getDocument",
  method: "GET",
  path: "/workflows/:id/document",
  summary: "The draft document; its revision is also the ETag",
  tag,
  permission: "workflows:read",
  params: workflowParams,
  status: 200,
  result: revisionSchema.extend({ document: workflowDocumentSchema }),
});

export const putDocument = contract({
  name: "putDocument",
  method: "PUT",
  path: "/workflows/:id/document",
  summary: "Replace the draft document",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  body: z.strictObject({ document: workflowDocumentSchema }),
  bodyBytes: documentBodyBytes,
  ifMatch: true,
  status: 200,
  problems: ["invalid_document", "document_too_large"],
  result: revisionSchema,
});

export const patchDocument = contract({
  name: "patchDocument",
  method: "PATCH",
  path: "/workflows/:id/document",
  summary: "Change the draft document by a diff",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  body: z.strictObject({ diff: diffSchema }),
  bodyBytes: 2 * documentBodyBytes,
  ifMatch: true,
  status: 200,
  problems: ["diff_does_not_apply", "invalid_document", "document_too_large"],
  result: revisionSchema,
});

export const validateDocument = contract({
  name: "validateDocument",
  method: "POST",
  path: "/workflows/validate",
  summary: "All problems of a document, without storing it",
  tag,
  permission: "workflows:read",
  body: z.strictObject({ document: workflowDocumentSchema }),
  bodyBytes: documentBodyBytes,
  status: 200,
  result: z.object({ publishable: z.boolean(), problems: z.array(problemSchema) }),
});
