import * as contracts from "#lib/api/contracts/chat.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { createConversation, listConversations } from "#lib/chat/conversations.ts";

export const GET = routeInTransaction(contracts.listConversations, async ({ tx, caller, query }) => ({
  body: await listConversations(tx, caller, query),
}));

export const POST = routeInTransaction(contracts.createConversation, async ({ tx, caller, body }) => ({
  body: await createConversation(tx, caller, body.workflowId),
}));
