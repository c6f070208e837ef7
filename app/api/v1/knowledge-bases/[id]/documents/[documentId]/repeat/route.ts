import { repeatKnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { repeatDocument } from "#lib/rag/mutations.ts";

export const POST = routeInTransaction(repeatKnowledgeDocument, async ({ tx, host, params, afterCommit }) => {
  const document = await repeatDocument(tx, params.id, params.documentId);
  afterCommit(() => host.knowledge.wake());
  return { body: document };
});
