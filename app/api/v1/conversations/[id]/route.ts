import * as contracts from "#lib/api/contracts/chat.ts";
import { route } from "#lib/api/route.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { readConversation, renameConversation } from "#lib/chat/conversations.ts";
import { deleteWithRuns } from "#lib/chat/delete-conversation.ts";
import { readTurns } from "#lib/chat/turns.ts";

export const GET = routeInTransaction(contracts.getConversation, async ({ tx, caller, host, params }) => {
  const conversation = await readConversation(tx, caller, params.id);
  return { body: { conversation, turns: await readTurns(tx, host.catalogue, params.id) } };
});

export const PATCH = routeInTransaction(contracts.updateConversation, async ({ tx, caller, params, body }) => ({
  body: await renameConversation(tx, caller, params.id, body.title),
}));

export const DELETE = route(contracts.deleteConversation, async ({ caller, host, params }) => {
  await deleteWithRuns(host, caller, params.id);
  return { body: undefined };
});
