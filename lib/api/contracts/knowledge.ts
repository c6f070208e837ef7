import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { baseSettingsSchema, metrics, searchLanguages } from "../../rag/base-settings.ts";
import { documentMetadataSchema } from "../../rag/metadata.ts";
import { searchSchema } from "../../rag/retrieval/search-options.ts";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant, nameSchema, plainText } from "../schemas.ts";

const tag = "Knowledge";
const params = z.object({ id: idSchema("kb") });
const documentParams = z.object({ id: idSchema("kb"), documentId: idSchema("doc") });

export const knowledgeBaseSchema = z.object({
  id: idSchema("kb"),
  name: z.string(),
  description: z.string(),
  settings: baseSettingsSchema,
  model: z.string().describe("Embedding model, `provider/model`."),
  dimensions: z.number().nullable().describe("Numbers of a vector; null until the first document is in."),
  metric: z.enum(metrics),
  language: z.enum(searchLanguages),
  documents: z.number(),
  working: z.number().describe("Documents that are being taken in."),
  failed: z.number().describe("Documents that could not be taken in."),
  chunks: z.number().describe("Passages that searches look at."),
  reembedding: z
    .object({
      model: z.string(),
      dimensions: z.number().nullable(),
      done: z.number().describe("Passages that have their vector of that model."),
      total: z.number(),
      problem: z.string().nullable().describe("Why it failed, or why it is tried again."),
      failed: z.boolean().describe("Nobody works on it any more: start it again, or stop it."),
    })
    .nullable()
    .describe("While all passages are embedded with another model; searches use `model` until it is done."),
  createdAt: instant,
  updatedAt: instant,
  changedAt: instant.describe("When it, or one of its documents, last changed."),
});
export type KnowledgeBase = z.infer<typeof knowledgeBaseSchema>;

export const knowledgeDocumentSchema = z.object({
  id: idSchema("doc"),
  name: z.string(),
  mediaType: z.string(),
  source: z.enum(["upload", "url", "workflow"]),
  url: z.string().nullable(),
  key: z.string().nullable(),
  size: z.number().describe("Bytes of the original."),
  metadata: documentMetadataSchema,
  state: z.enum(["waiting", "reading", "embedding", "ready", "failed"]),
  problem: z.string().nullable().describe("Why it failed, or why it is tried again."),
  pages: z.number().nullable(),
  characters: z.number().nullable(),
  chunks: z.number(),
  chunksEmbedded: z.number().describe("Passages that have their vector."),
  chunksDone: z.number().describe("Passages that are in the index: searches find them."),
  createdAt: instant,
  updatedAt: instant,
});
export type KnowledgeDocument = z.infer<typeof knowledgeDocumentSchema>;

const useSchema = z.object({
  workflow: z.object({ id: idSchema("wf"), name: z.string() }),
  /** Titles of the nodes. */
  nodes: z.array(z.string()),
  published: z.boolean().describe("Also in the version that triggers start."),
});
export type KnowledgeUse = z.infer<typeof useSchema>;

const pages = z.object({ from: z.number(), to: z.number() }).nullable().describe("From 1; null where there are none.");
export const knowledgeChunkSchema = z.object({
  id: idSchema("chk"),
  number: z.number(),
  text: z.string(),
  headings: z.array(z.string()),
  tokens: z.number(),
  from: z.number(),
  to: z.number(),
  shared: z.number().describe("Characters at its beginning that the passage before it ends with."),
  pages,
  embedded: z.boolean(),
});
export type KnowledgeChunk = z.infer<typeof knowledgeChunkSchema>;

const place = z.object({ rank: z.number(), score: z.number() }).nullable();
export const foundSchema = z.object({
  results: z.array(
    z.object({
      id: idSchema("chk"),
      text: z.string(),
      context: z.string().describe("The larger section, or the passage with its neighbours."),
      headings: z.array(z.string()),
      number: z.number(),
      from: z.number(),
      to: z.number(),
      pages,
      document: z.object({
        id: idSchema("doc"),
        name: z.string(),
        url: z.string().nullable(),
        metadata: documentMetadataSchema,
      }),
      score: z.number(),
      stages: z
        .object({ vector: place, keyword: place, merged: place, reranked: place })
        .describe("The place each stage gave it; null where it did not find it, or was not asked."),
    }),
  ),
  candidates: z
    .object({ vector: z.number().nullable(), keyword: z.number().nullable(), reranked: z.number().nullable() })
    .describe("How many passages each stage gave, or looked at."),
  ms: z.object({
    embed: z.number(),
    vector: z.number(),
    keyword: z.number(),
    rerank: z.number(),
    read: z.number(),
  }),
  notes: z.array(z.string()).describe("What did not go as asked: a reranker that could not be reached."),
});

const modelSchema = plainText(200).min(3).describe("Embedding model, `provider/model`.");
const dimensionsSchema = z.int().min(1).max(4_096).nullable().default(null).describe("For models that let one choose.");

const about = {
  name: nameSchema.optional(),
  description: plainText(2_000).optional(),
  settings: baseSettingsSchema.optional(),
};

export const listKnowledgeBases = contract({
  name: "listKnowledgeBases",
  method: "GET",
  path: "/knowledge-bases",
  summary: "Knowledge bases, by name",
  tag,
  permission: "knowledge:read",
  query: z.strictObject(pageQuery),
  status: 200,
  result: page(knowledgeBaseSchema),
});

export const createKnowledgeBase = contract({
  name: "createKnowledgeBase",
  method: "POST",
  path: "/knowledge-bases",
  summary: "Create a knowledge base; its metric and language stay",
  tag,
  permission: "knowledge:write",
  body: z.strictObject({
    name: nameSchema,
    description: plainText(2_000).default(""),
    model: modelSchema,
    dimensions: dimensionsSchema,
    metric: z.enum(metrics).default("cosine"),
    language: z.enum(searchLanguages).default("simple"),
    settings: baseSettingsSchema.prefault({}),
  }),
  status: 201,
  problems: ["name_taken", "too_many_knowledge_bases"],
  result: knowledgeBaseSchema,
});

export const getKnowledgeBase = contract({
  name: "getKnowledgeBase",
  method: "GET",
  path: "/knowledge-bases/:id",
  summary: "A knowledge base, and on request the workflows that name it",
  tag,
  permission: "knowledge:read",
  params,
  query: z.strictObject({ uses: z.enum(["true"]).optional().describe("Also says which workflows name it.") }),
  status: 200,
  result: knowledgeBaseSchema.extend({ usedBy: z.array(useSchema).optional() }),
});

export const updateKnowledgeBase = contract({
  name: "updateKnowledgeBase",
  method: "PATCH",
  path: "/knowledge-bases/:id",
  summary: "Rename a knowledge base, or cut later documents another way",
  tag,
  permission: "knowledge:write",
  params,
  body: z.strictObject(about),
  status: 200,
  problems: ["name_taken"],
  result: knowledgeBaseSchema,
});

export const deleteKnowledgeBase = contract({
  name: "deleteKnowledgeBase",
  method: "DELETE",
  path: "/knowledge-bases/:id",
  summary: "Delete a knowledge base with everything in it",
  tag,
  permission: "knowledge:write",
  params,
  status: 204,
});

export const reembedKnowledgeBase = contract({
  name: "reembedKnowledgeBase",
  method: "POST",
  path: "/knowledge-bases/:id/embedding",
  summary: "Embed a base with another model while the one it has serves",
  tag,
  permission: "knowledge:write",
  params,
  body: z.strictObject({ model: modelSchema, dimensions: dimensionsSchema }),
  status: 202,
  problems: ["embedding_under_way"],
  result: knowledgeBaseSchema,
});

export const stopKnowledgeEmbedding = contract({
  name: "stopKnowledgeEmbedding",
  method: "DELETE",
  path: "/knowledge-bases/:id/embedding",
  summary: "Stay with the model a base has",
  tag,
  permission: "knowledge:write",
  params,
  status: 200,
  result: knowledgeBaseSchema,
});

export const searchKnowledge = contract({
  name: "searchKnowledge",
  method: "POST",
  path: "/knowledge-bases/:id/search",
  summary: "Find passages, with the place each stage gave them",
  tag,
  permission: "knowledge:read",
  params,
  body: searchSchema,
  status: 200,
  problems: ["search_failed"],
  result: foundSchema,
  idempotency: "refused",
});

export const listKnowledgeDocuments = contract({
  name: "listKnowledgeDocuments",
  method: "GET",
  path: "/knowledge-bases/:id/documents",
  summary: "Documents of a base, the newest first, with how far each is",
  tag,
  permission: "knowledge:read",
  params,
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(["working", "failed", "ready"]).optional().describe("Only those that are so far."),
    search: plainText(200).optional().describe("Only those whose name holds this."),
  }),
  status: 200,
  result: page(knowledgeDocumentSchema),
});

export const uploadKnowledgeDocuments = contract({
  name: "uploadKnowledgeDocuments",
  method: "POST",
  path: "/knowledge-bases/:id/documents",
  summary: "Upload files as multipart/form-data; they are taken in afterwards",
  tag,
  permission: "knowledge:write",
  params,
  upload: { files: limits.uploadFiles, fileBytes: limits.documentFileBytes },
  status: 202,
  problems: ["invalid_upload", "file_too_large"],
  result: z.object({
    items: z.array(
      knowledgeDocumentSchema.extend({
        added: z.boolean().describe("False where the same content was there already."),
      }),
    ),
  }),
  idempotency: "refused",
});

export const readKnowledgeText = contract({
  name: "readKnowledgeText",
  method: "POST",
  path: "/knowledge-texts",
  summary: "The text of a file as a base would read it; nothing is kept",
  tag,
  permission: "knowledge:write",
  upload: { files: 1, fileBytes: limits.documentFileBytes },
  status: 200,
  problems: ["invalid_upload", "file_too_large", "unreadable_file"],
  result: z.object({
    name: z.string(),
    text: z.string().describe(`The first ${limits.previewCharacters} UTF-16 units of it.`),
    characters: z.number().describe("Of all of it."),
    headings: z.array(z.object({ at: z.number(), level: z.number(), title: z.string() })),
    pages: z.array(z.number()).describe("Where each page begins; empty where there are none."),
  }),
  idempotency: "refused",
});

export const importKnowledgeUrl = contract({
  name: "importKnowledgeUrl",
  method: "POST",
  path: "/knowledge-bases/:id/urls",
  summary: "Read a page or file from its address; it is taken in afterwards",
  tag,
  permission: "knowledge:write",
  params,
  body: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).max(2_000),
    name: nameSchema.optional(),
    metadata: documentMetadataSchema.default({}),
  }),
  status: 202,
  result: knowledgeDocumentSchema,
});

export const getKnowledgeDocument = contract({
  name: "getKnowledgeDocument",
  method: "GET",
  path: "/knowledge-bases/:id/documents/:documentId",
  summary: "A document and how far it is",
  tag,
  permission: "knowledge:read",
  params: documentParams,
  status: 200,
  result: knowledgeDocumentSchema,
});

export const getKnowledgeOriginal = contract({
  name: "getKnowledgeOriginal",
  method: "GET",
  path: "/knowledge-bases/:id/documents/:documentId/original",
  summary: "The file that a document was read from",
  tag,
  permission: "knowledge:read",
  params: documentParams,
  status: 200,
  problems: ["file_not_found"],
  mediaType: "application/octet-stream",
});

export const deleteKnowledgeDocument = contract({
  name: "deleteKnowledgeDocument",
  method: "DELETE",
  path: "/knowledge-bases/:id/documents/:documentId",
  summary: "Delete a document with its passages and vectors",
  tag,
  permission: "knowledge:write",
  params: documentParams,
  status: 204,
});

export const repeatKnowledgeDocument = contract({
  name: "repeatKnowledgeDocument",
  method: "POST",
  path: "/knowledge-bases/:id/documents/:documentId/repeat",
  summary: "Take a document in again, by the base's settings of today",
  tag,
  permission: "knowledge:write",
  params: documentParams,
  status: 202,
  result: knowledgeDocumentSchema,
});

export const listKnowledgeChunks = contract({
  name: "listKnowledgeChunks",
  method: "GET",
  path: "/knowledge-bases/:id/documents/:documentId/chunks",
  summary: "Passages of a document, in their order",
  tag,
  permission: "knowledge:read",
  params: documentParams,
  query: z.strictObject({
    ...pageQuery,
    from: z.coerce.number().int().min(0).optional().describe("Begins with the passage of this number, from 0."),
    at: z.coerce.number().int().min(0).optional().describe("Begins with the passage at this place of the text."),
    passage: idSchema("chk").optional().describe("Begins with this passage."),
  }),
  status: 200,
  result: page(knowledgeChunkSchema),
});
