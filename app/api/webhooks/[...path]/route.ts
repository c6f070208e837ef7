import { webRequest, webResponse } from "#lib/front/web-door.ts";
import { answerWebhook } from "#lib/front/webhook.ts";
import { host } from "#lib/host/host.ts";

const PREFIX = "/api/webhooks/";

/** The same handler as the front's, for processes without it. */
async function handle(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const asked = webRequest(request, url.pathname.slice(PREFIX.length), url.search.slice(1));
  return webResponse(await answerWebhook(host(), asked));
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
