import { forgetAgentConversation } from "#lib/api/contracts/agent-memory.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as conversations from "#lib/memory/conversations.ts";

export const DELETE = routeInTransaction(forgetAgentConversation, async ({ tx, params }) => {
  await conversations.forgetConversation(tx, params.id, params.conversationId);
  return { body: undefined };
});
