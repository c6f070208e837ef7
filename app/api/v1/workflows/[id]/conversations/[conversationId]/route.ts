import { forgetConversation } from "#lib/api/contracts/conversations.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as conversations from "#lib/memory/conversations.ts";

export const DELETE = routeInTransaction(forgetConversation, async ({ tx, params }) => {
  await conversations.forgetConversation(tx, params.id, params.conversationId);
  return { body: undefined };
});
