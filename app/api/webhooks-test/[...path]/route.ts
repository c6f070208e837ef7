import { routeDoor } from "#lib/front/route-door.ts";
import { answerTestWebhook } from "#lib/front/test-webhook.ts";
import { TEST_WEBHOOKS } from "#lib/triggers/test-listener.ts";

const handle = routeDoor(TEST_WEBHOOKS, answerTestWebhook);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
