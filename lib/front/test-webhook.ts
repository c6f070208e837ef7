import type { Database } from "#db/client.ts";
import type { Catalogue } from "../nodes/define.ts";
import { TEST_WEBHOOKS } from "../triggers/test-listener.ts";
import { preflightMethod } from "./cors.ts";
import type { DoorRequest, DoorResponse } from "./door.ts";
import { findTestWebhook } from "./draft-webhook.ts";
import { splitPath } from "./webhook.ts";
import { answerTarget, orProblem, requireRoute, type WebhookCallHost } from "./webhook-call.ts";

export interface TestWebhookHost extends WebhookCallHost {
  db: Database;
  catalogue: Catalogue;
}

/**
 * What is below `/api/webhooks-test/`, `<token>/<path>`; `request.path` is relative to it. Runs the draft as it is saved,
 * under the very rules of a published webhook, while somebody listens. Never throws: an error is an answer.
 */
export function answerTestWebhook(host: TestWebhookHost, request: DoorRequest): Promise<DoorResponse> {
  return orProblem(TEST_WEBHOOKS, request, async () => {
    const [token = "", ...path] = splitPath(request.path);
    const asked = preflightMethod(request);
    const method = asked ?? request.method;
    const found = await findTestWebhook(host.db, host.catalogue, { token, method, path });
    const { route, params } = requireRoute(found.match, method);
    return answerTarget(host, request, asked, {
      workspaceId: found.workspaceId,
      route,
      params,
      path: path.join("/"),
      settings: found.settings(route.nodeId),
      mode: "test",
      onStarted: found.note,
    });
  });
}
