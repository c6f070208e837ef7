import { listChats } from "#lib/api/contracts/chat.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { listOpenChats, toChat } from "#lib/chat/chats.ts";

export const GET = routeInTransaction(listChats, async ({ tx }) => ({
  body: { items: (await listOpenChats(tx)).map(toChat) },
}));
