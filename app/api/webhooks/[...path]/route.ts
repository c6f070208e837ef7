import { routeDoor } from "#lib/front/route-door.ts";
import { answerWebhook } from "#lib/front/webhook.ts";

const handle = routeDoor("/api/webhooks/", answerWebhook);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
