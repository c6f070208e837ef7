import { answerTestWebhook } from "#lib/front/test-webhook.ts";
import { webRequest, webResponse } from "#lib/front/web-door.ts";
import { host } from "#lib/host/host.ts";
import { TEST_WEBHOOKS } from "#lib/triggers/test-listener.ts";

/** The same handler as the front's, for processes without it. */
async function handle(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const asked = webRequest(request, url.pathname.slice(TEST_WEBHOOKS.length), url.search.slice(1));
  return webResponse(await answerTestWebhook(host(), asked));
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
