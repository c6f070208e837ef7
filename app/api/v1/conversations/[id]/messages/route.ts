import { sendMessage } from "#lib/api/contracts/chat.ts";
import { route } from "#lib/api/route.ts";
import { askQuestion } from "#lib/chat/ask.ts";

export const POST = route(sendMessage, async ({ host, caller, params, body, idempotencyKey: key }) => ({
  body: await askQuestion(host, caller, { conversationId: params.id, text: body.text, key }),
}));
