import * as contracts from "#lib/api/contracts/chat.ts";
import { route } from "#lib/api/route.ts";
import { stopAnswer } from "#lib/chat/stop.ts";

export const POST = route(contracts.stopAnswer, async ({ host, caller, params }) => ({
  body: await stopAnswer(host, caller, { conversationId: params.id, messageId: params.messageId }),
}));
