import { deleteKnowledgeDocument, getKnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { deleteDocument } from "#lib/rag/mutations.ts";
import { readDocument } from "#lib/rag/queries.ts";

export const GET = routeInTransaction(getKnowledgeDocument, async ({ tx, params }) => ({
  body: await readDocument(tx, params.id, params.documentId),
}));

export const DELETE = routeInTransaction(deleteKnowledgeDocument, async ({ tx, host, params, afterCommit }) => {
  await deleteDocument(tx, params.id, params.documentId);
  afterCommit(() => host.knowledge.wake());
  return { body: undefined };
});
