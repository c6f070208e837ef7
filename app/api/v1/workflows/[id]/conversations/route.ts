import { forgetConversations, listConversations } from "#lib/api/contracts/conversations.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as conversations from "#lib/memory/conversations.ts";

export const GET = routeInTransaction(listConversations, async ({ tx, params }) => ({
  body: await conversations.listConversations(tx, params.id),
}));

export const DELETE = routeInTransaction(forgetConversations, async ({ tx, params }) => {
  await conversations.forgetConversations(tx, params.id);
  return { body: undefined };
});
