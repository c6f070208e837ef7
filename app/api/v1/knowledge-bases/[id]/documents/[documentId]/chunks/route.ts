import { listKnowledgeChunks } from "#lib/api/contracts/knowledge.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { listChunks } from "#lib/rag/queries.ts";

export const GET = routeInTransaction(listKnowledgeChunks, async ({ tx, params, query }) => ({
  body: await listChunks(tx, params.id, params.documentId, query),
}));
