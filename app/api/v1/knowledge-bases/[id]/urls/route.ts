import { importKnowledgeUrl } from "#lib/api/contracts/knowledge.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { addDocument } from "#lib/rag/mutations.ts";

export const POST = routeInTransaction(importKnowledgeUrl, async ({ tx, host, caller, params, body, afterCommit }) => {
  const { url, metadata, name = url } = body;
  const wanted = { name: name.slice(0, 200), url, metadata, key: null, file: null, source: "url" as const };
  const document = await addDocument(tx, caller, params.id, wanted);
  afterCommit(() => host.knowledge.wake());
  return { body: document };
});
