import { forgetAgentMemory, listAgentMemory } from "#lib/api/contracts/agent-memory.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as conversations from "#lib/memory/conversations.ts";

export const GET = routeInTransaction(listAgentMemory, async ({ tx, params }) => ({
  body: await conversations.listConversations(tx, params.id),
}));

export const DELETE = routeInTransaction(forgetAgentMemory, async ({ tx, params }) => {
  await conversations.forgetConversations(tx, params.id);
  return { body: undefined };
});
