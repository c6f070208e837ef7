import { hash } from "node:crypto";
import { problemAnswer } from "../api/problem.ts";
import { clientAddress } from "../auth/peer.ts";
import { limits } from "../config/limits.ts";
import type { CredentialSource } from "../credentials/credential-source.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { AppError, isAppError } from "../errors.ts";
import type { FileStore } from "../files/file-store.ts";
import { newId } from "../ids.ts";
import { credentialsFor } from "../nodes/trigger-webhook/auth.ts";
import type { RunAnswer, RunService, StartOutcome } from "../runs/ports.ts";
import { refusalOf } from "../triggers/webhook-auth.ts";
import type { WebhookSettings } from "../triggers/webhook-index.ts";
import type { RouteMatch, WebhookRoute } from "../triggers/webhook-routes.ts";
import { isAllowedCaller } from "./allowed-callers.ts";
import { corsHeaders, preflightAnswer } from "./cors.ts";
import { type DoorRequest, type DoorResponse, headerOf } from "./door.ts";
import { acceptedResponse, answerResponse } from "./webhook-answer.ts";
import { type InputBody, inputFields, inputHeaders, parseBody, readBytes } from "./webhook-input.ts";
import { requireFewGuesses, requireWebhookRate, type WebhookCounts } from "./webhook-rate.ts";

export interface WebhookCallHost extends WebhookCounts {
  runs: Pick<RunService, "start" | "answer">;
  credentials: CredentialSource;
  files: Pick<FileStore, "put">;
}

/** The trigger that a call has reached. */
export interface WebhookTarget {
  workspaceId: string;
  route: Pick<WebhookRoute, "workflowId" | "versionId" | "nodeId">;
  params: JsonObject;
  /** As called, decoded. */
  path: string;
  settings: WebhookSettings;
  mode: "live" | "test";
  /** Told as soon as the run is known, before anything is answered. */
  onStarted?(runId: string): Promise<void>;
}

/** Whatever goes wrong becomes an answer. @param door where the request came in, for the log */
export async function orProblem(
  door: string,
  request: DoorRequest,
  answer: () => Promise<DoorResponse>,
): Promise<DoorResponse> {
  try {
    return await answer();
  } catch (error) {
    const requestId = newId("req");
    if (!isAppError(error)) console.error(`${requestId} ${request.method} ${door}${request.path}`, error);
    const problem = problemAnswer(error, requestId);
    if (problem.status === 429) problem.headers["retry-after"] ??= "5";
    return problem;
  }
}

/** @throws AppError `method_not_allowed` (405), `webhook_unpublished` (410), `webhook_not_found` (404) */
export function requireRoute(match: RouteMatch | undefined, method: string) {
  switch (match?.found) {
    case "route":
      return match;
    case "other-methods": {
      const allow = match.methods.join(", ");
      const message = `This webhook does not take ${method.slice(0, 20)}. It takes ${allow}.`;
      throw new AppError("method_not_allowed", 405, message, { headers: { allow } });
    }
    case "unpublished":
      throw new AppError("webhook_unpublished", 410, "This webhook's workflow is not published any more.");
    default:
      throw new AppError("webhook_not_found", 404, "There is no webhook at this address.");
  }
}

/** @param asked the method that a preflight asks for; null: the call itself */
export async function answerTarget(
  host: WebhookCallHost,
  request: DoorRequest,
  asked: string | null,
  target: WebhookTarget,
): Promise<DoorResponse> {
  const { cors } = target.settings;
  if (asked !== null) return preflightAnswer(cors, asked, request);
  if (cors.length === 0) return call(host, request, target);
  // Also what goes wrong is for the page to read.
  const given = await call(host, request, target).catch((error: unknown) => {
    if (!isAppError(error)) throw error;
    return problemAnswer(error, newId("req"));
  });
  return { ...given, headers: { ...given.headers, ...corsHeaders(cors, request) } };
}

async function call(host: WebhookCallHost, request: DoorRequest, target: WebhookTarget): Promise<DoorResponse> {
  const { workspaceId, route, params, path, settings, mode } = target;
  requireAllowed(settings, request);
  const bytes = await readBytes(request, settings.maxBytes);
  const secretHeader = await requireProof(host, target, request, bytes);
  const counted = requireWebhookRate(host, route, settings.perMinute);
  if (counted) await counted;
  const body = await parseBody(request, bytes, settings.maxBytes, (file, content) =>
    host.files.put(workspaceId, file, content),
  );
  const read = { body, bytes };
  const input: Json = {
    method: request.method,
    path,
    params,
    query: request.query === "" ? {} : inputFields(new URLSearchParams(request.query)),
    headers: inputHeaders(request.headers, secretHeader),
    body,
  };
  // A test is sent again and again while the draft changes: each call is one.
  const idempotency = mode === "test" ? undefined : idempotencyOf(request, target, read);
  const outcome = await host.runs.start({
    workspaceId,
    workflowId: route.workflowId,
    versionId: route.versionId,
    triggerNodeId: route.nodeId,
    triggerType: "webhook",
    mode,
    input,
    ...(idempotency && { idempotency }),
  });
  await target.onStarted?.(outcome.runId);
  return outcome.status === "duplicate" ? replay(host, outcome, settings) : respond(outcome, settings);
}

/** @throws AppError `caller_not_allowed` (403) */
function requireAllowed({ allowFrom }: WebhookSettings, request: DoorRequest): void {
  if (allowFrom.length === 0) return;
  const address = clientAddress({ get: (name) => headerOf(request, name) ?? null });
  if (isAllowedCaller(allowFrom, address)) return;
  throw new AppError("caller_not_allowed", 403, "This webhook does not take calls from your address.");
}

/**
 * @returns name of the header that holds the caller's secret, which no run may store
 * @throws AppError `webhook_unauthorized` (401), `rate_limited` (429)
 */
async function requireProof(
  host: WebhookCallHost,
  { workspaceId, route, settings: { auth } }: WebhookTarget,
  request: DoorRequest,
  body: Buffer,
): Promise<string | undefined> {
  if (auth.kind === "none") return undefined;
  const countGuess = requireFewGuesses(host, route, request);
  const open = await host.credentials.open(workspaceId, auth.credential).catch(() => null);
  if (!open || !credentialsFor[auth.kind].includes(open.type.type)) {
    // Closed rather than open: nobody can have the right proof.
    throw unauthorized(
      "This webhook's credential is missing. It takes calls again once its workflow names another one.",
    );
  }
  const header = (name: string) => headerOf(request, name);
  const refusal = await refusalOf(auth, open.values, { header, body, now: Date.now() });
  if (refusal === null) return auth.kind === "header" ? open.values.name?.toLowerCase() : undefined;
  countGuess();
  throw unauthorized(
    refusal,
    auth.kind === "basic" ? "Basic" : auth.kind === "bearer" || auth.kind === "jwt" ? "Bearer" : undefined,
  );
}

function unauthorized(message: string, scheme?: string): AppError {
  const headers = scheme === undefined ? {} : { headers: { "www-authenticate": scheme } };
  return new AppError("webhook_unauthorized", 401, message, headers);
}

/** @throws AppError `invalid_idempotency_key` (422) */
function idempotencyOf(request: DoorRequest, { route, path }: WebhookTarget, { bytes }: InputBody) {
  const key = headerOf(request, "idempotency-key") ?? headerOf(request, "webhook-id");
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new AppError("invalid_idempotency_key", 422, "An Idempotency-Key holds 1 to 200 visible ASCII characters.");
  const head = Buffer.from(`${request.method}\n${path}\n`);
  return {
    scope: `${route.workflowId}/${route.nodeId}`,
    key,
    hash: hash("sha256", Buffer.concat([head, bytes]), "hex"),
  };
}

type Started = Extract<StartOutcome, { status: "started" }>;
type Duplicate = Extract<StartOutcome, { status: "duplicate" }>;

async function respond(run: Started, settings: WebhookSettings): Promise<DoorResponse> {
  if (settings.respond !== "immediately") {
    const first = await firstAnswer(run, waitMs(settings));
    if (first) return answerResponse(first, run.runId);
  }
  await run.accepted;
  return acceptedResponse(run.runId);
}

/** Null when it takes longer. @throws what `accepted` rejects with */
function firstAnswer(run: Started, timeoutMs: number): Promise<RunAnswer | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, timeoutMs, null);
    const settle = (first: RunAnswer) => {
      clearTimeout(timer);
      resolve(first);
    };
    run.answer.then(settle, reject);
    run.accepted.catch((error: unknown) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** The same answer as the first call gets, which may still be waiting for it, here or on another process. */
async function replay(host: WebhookCallHost, first: Duplicate, settings: WebhookSettings): Promise<DoorResponse> {
  if (!first.sameRequest) {
    const message = "This Idempotency-Key came with another body before. Send a new key with a new request.";
    throw new AppError("idempotency_key_reused", 422, message);
  }
  const known = settings.respond === "immediately" ? null : await host.runs.answer(first.runId, waitMs(settings));
  const response = known ? replayed(known, first.runId) : acceptedResponse(first.runId);
  response.headers["idempotent-replayed"] = "true";
  return response;
}

function replayed(answer: RunAnswer, runId: string): DoorResponse {
  try {
    return answerResponse(answer, runId);
  } catch (error) {
    return problemAnswer(error, newId("req"));
  }
}

function waitMs(settings: WebhookSettings): number {
  return Math.min(settings.timeoutMs, limits.syncWaitMs);
}
