import { authenticate, callerMay } from "../auth/caller.ts";
import { requireCallerRate, requireStreamRate } from "../auth/caller-rate.ts";
import { AppError } from "../errors.ts";
import type { Host } from "../host/create-host.ts";
import type { Topic } from "./event-streams.ts";

const MOST_TOPICS = 20;

export const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

export interface StreamRequest {
  workspaceId: string;
  topics: Topic[];
}

/**
 * Who asks for which events, all of it checked before the first byte goes out.
 * @throws AppError `not_signed_in` (401), `not_allowed` (403), `not_found` (404), `invalid_topic` (422), `rate_limited` (429)
 */
export async function readStreamRequest(host: Host, headers: Headers, url: URL): Promise<StreamRequest> {
  const caller = await authenticate(headers, host);
  await (caller ? requireStreamRate(host, caller) : requireCallerRate(host, null, headers));
  if (!caller) throw new AppError("not_signed_in", 401, "Sign in, or send an API key: Authorization: Bearer hk_…");
  if (!callerMay(caller, "runs:read")) throw new AppError("not_allowed", 403, 'This needs "runs:read".');
  const positions = parsePositions(headers.get("last-event-id"));
  const after = Number(url.searchParams.get("after") ?? 0);
  const one = /^\/api\/v1\/runs\/([^/]+)\/events$/.exec(url.pathname)?.[1];
  const names = one ? [`run:${one}`] : (url.searchParams.get("topics") ?? "").split(",").filter(Boolean);
  if (names.length === 0 || names.length > MOST_TOPICS)
    throw new AppError("invalid_topic", 422, `Name 1 to ${MOST_TOPICS} topics: ?topics=run:<id>,workspace`);
  const topics: Topic[] = [];
  for (const name of names) {
    const runId = /^run:([A-Za-z0-9_-]+)$/.exec(name)?.[1];
    if (name === "workspace") topics.push({ kind: "workspace" });
    else if (!runId) throw new AppError("invalid_topic", 422, `There is no topic "${name}".`);
    else {
      // Says 404 for a run that is not there or not in this workspace.
      await host.runs.journal(caller.workspaceId, runId, Number.MAX_SAFE_INTEGER >> 22);
      topics.push({ kind: "run", runId, after: positions.get(name) ?? (Number.isSafeInteger(after) ? after : 0) });
    }
  }
  return { workspaceId: caller.workspaceId, topics };
}

function parsePositions(header: string | null): Map<string, number> {
  const positions = new Map<string, number>();
  for (const part of (header ?? "").split(",")) {
    const [name, seq] = part.split("=");
    if (name && Number.isSafeInteger(Number(seq))) positions.set(name, Number(seq));
  }
  return positions;
}
