import { getKnowledgeOriginal } from "#lib/api/contracts/knowledge.ts";
import { route } from "#lib/api/route.ts";
import { fileResponse } from "#lib/files/file-response.ts";
import { findOriginal } from "#lib/rag/queries.ts";

export const GET = route(getKnowledgeOriginal, async ({ host, caller, params }) => {
  const fileId = await host.db.withWorkspace(caller, (tx) => findOriginal(tx, params.id, params.documentId));
  return fileResponse(host.files, caller.workspaceId, fileId);
});
