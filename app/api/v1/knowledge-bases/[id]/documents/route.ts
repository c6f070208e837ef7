import { listKnowledgeDocuments, uploadKnowledgeDocuments } from "#lib/api/contracts/knowledge.ts";
import { route } from "#lib/api/route.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { listDocuments } from "#lib/rag/queries.ts";
import { uploadDocuments } from "#lib/rag/upload-documents.ts";

export const GET = routeInTransaction(listKnowledgeDocuments, async ({ tx, params, query }) => ({
  body: await listDocuments(tx, params.id, query),
}));

export const POST = route(uploadKnowledgeDocuments, async ({ host, caller, params, request }) => ({
  body: { items: await uploadDocuments(host, caller, params.id, request) },
}));
