import { reembedKnowledgeBase, stopKnowledgeEmbedding } from "#lib/api/contracts/knowledge.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { startReembedding, stopReembedding } from "#lib/rag/reembedding.ts";

export const POST = routeInTransaction(reembedKnowledgeBase, async ({ tx, host, params, body, afterCommit }) => {
  const base = await startReembedding(tx, params.id, body);
  afterCommit(() => host.knowledge.wake());
  return { body: base };
});

export const DELETE = routeInTransaction(stopKnowledgeEmbedding, async ({ tx, params }) => ({
  body: await stopReembedding(tx, params.id),
}));
