import { AppError } from "../errors.ts";
import type { WebhookIndex } from "../triggers/webhook-index.ts";
import { preflightMethod } from "./cors.ts";
import type { DoorRequest, DoorResponse } from "./door.ts";
import { answerTarget, orProblem, requireRoute, type WebhookCallHost } from "./webhook-call.ts";

export interface WebhookHost extends WebhookCallHost {
  webhooks: WebhookIndex;
}

/** What is below `/api/webhooks/`; `request.path` is relative to it. Never throws: an error is an answer. */
export function answerWebhook(host: WebhookHost, request: DoorRequest): Promise<DoorResponse> {
  return orProblem("/api/webhooks/", request, async () => {
    const segments = splitPath(request.path);
    const first = segments[0] as string;
    const workspace = first.startsWith("@") ? first.slice(1) : null;
    const path = workspace === null ? segments : segments.slice(1);
    const asked = preflightMethod(request);
    const method = asked ?? request.method;
    const found = await host.webhooks.find(workspace, method, path);
    const { route, params } = requireRoute(found?.match, method);
    // There is a route only where there is a workspace.
    const { workspaceId } = found as { workspaceId: string };
    const settings = await host.webhooks.settings(route);
    const target = { workspaceId, route, params, path: path.join("/"), settings, mode: "live" } as const;
    return answerTarget(host, request, asked, target);
  });
}

/** The segments of a path, decoded. @throws AppError `invalid_path` (400) */
export function splitPath(raw: string): string[] {
  const trimmed = raw.endsWith("/") ? raw.slice(0, -1) : raw;
  const segments = trimmed.split("/");
  if (!trimmed.includes("%")) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    throw new AppError("invalid_path", 400, "The address holds a % that is not the start of an encoded character.");
  }
}
