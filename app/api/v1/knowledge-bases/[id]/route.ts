import { deleteKnowledgeBase, getKnowledgeBase, updateKnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { deleteBase, updateBase } from "#lib/rag/mutations.ts";
import { readBase } from "#lib/rag/queries.ts";
import { readBaseWithUses } from "#lib/rag/uses-of-base.ts";

export const GET = routeInTransaction(getKnowledgeBase, async ({ tx, params, query }) => ({
  body: query.uses ? await readBaseWithUses(tx, params.id) : await readBase(tx, params.id),
}));

export const PATCH = routeInTransaction(updateKnowledgeBase, async ({ tx, params, body }) => ({
  body: await updateBase(tx, params.id, body),
}));

export const DELETE = routeInTransaction(deleteKnowledgeBase, async ({ tx, host, params, afterCommit }) => {
  await deleteBase(tx, params.id);
  afterCommit(() => host.knowledge.wake());
  return { body: undefined };
});
