import { searchKnowledge } from "#lib/api/contracts/knowledge.ts";
import { route } from "#lib/api/route.ts";
import { searchForCaller } from "#lib/rag/search-for-caller.ts";

export const POST = route(searchKnowledge, async ({ host, caller, params, body, request }) => ({
  body: await searchForCaller(host.knowledge, caller, params.id, body, request.signal),
}));
