import { readKnowledgeText } from "#lib/api/contracts/knowledge.ts";
import { route } from "#lib/api/route.ts";
import { readUploadedText } from "#lib/rag/read-uploaded-text.ts";

export const POST = route(readKnowledgeText, async ({ host, request }) => ({
  body: await readUploadedText(host.knowledge, request),
}));
