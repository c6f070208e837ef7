import { z } from "zod";
import { workflowDocumentSchema } from "../../engine/document.ts";
import { contract } from "../contract.ts";
import { nameSchema, plainText } from "../schemas.ts";
import { workflowSchema } from "./workflows.ts";

const tag = "Templates";

export const templateSchema = z.object({
  id: z.string(),
  name: z.string(),
  summary: z.string().describe("One line."),
  about: z.string().describe("What it does, and what to change first."),
  input: z.unknown().describe("What it can be run with at once."),
  knowledge: z.string().nullable().describe("Name of the knowledge base that is made along with it."),
  document: workflowDocumentSchema,
});

export const listTemplates = contract({
  name: "listTemplates",
  method: "GET",
  path: "/templates",
  summary: "Workflows for a purpose, to be made one's own",
  tag,
  permission: "workflows:read",
  status: 200,
  result: z.object({ items: z.array(templateSchema) }),
});

export const applyTemplate = contract({
  name: "applyTemplate",
  method: "POST",
  path: "/templates/:id",
  summary: "Make a workflow from a template, with the knowledge it brings along",
  tag,
  permission: "workflows:write",
  params: z.object({ id: plainText(100) }),
  body: z.strictObject({
    name: nameSchema.optional().describe("Default: that of the template."),
    model: plainText(200)
      .regex(/^[^/]+\/.+/, "A model is written as provider/model.")
      .optional()
      .describe("Language model in place of the demo's, `provider/model`."),
    embeddingModel: plainText(200)
      .regex(/^[^/]+\/.+/, "A model is written as provider/model.")
      .optional()
      .describe("Embedding model of the knowledge that comes along, `provider/model`."),
  }),
  status: 201,
  problems: ["not_allowed", "too_many_knowledge_bases"],
  result: workflowSchema,
  idempotency: "refused",
});
