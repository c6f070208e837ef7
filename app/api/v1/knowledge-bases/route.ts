import { createKnowledgeBase, listKnowledgeBases } from "#lib/api/contracts/knowledge.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { createBase } from "#lib/rag/mutations.ts";
import { listBases } from "#lib/rag/queries.ts";

export const GET = routeInTransaction(listKnowledgeBases, async ({ tx, query }) => ({
  body: await listBases(tx, query),
}));

export const POST = routeInTransaction(createKnowledgeBase, async ({ tx, caller, body }) => ({
  body: await createBase(tx, caller, body),
}));
