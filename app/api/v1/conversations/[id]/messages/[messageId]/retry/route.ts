import { retryMessage } from "#lib/api/contracts/chat.ts";
import { route } from "#lib/api/route.ts";
import { askAgain } from "#lib/chat/ask.ts";

export const POST = route(retryMessage, async ({ host, caller, params, idempotencyKey: key }) => ({
  body: await askAgain(host, caller, { conversationId: params.id, turnId: params.messageId, key }),
}));
