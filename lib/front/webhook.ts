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
import type { WebhookIndex, WebhookSettings } from "../triggers/webhook-index.ts";
import type { WebhookRoute } from "../triggers/webhook-routes.ts";
import { isAllowedCaller } from "./allowed-callers.ts";
import { corsHeaders, preflightAnswer, preflightMethod } from "./cors.ts";
import { type DoorRequest, type DoorResponse, headerOf } from "./door.ts";
import { acceptedResponse, answerResponse } from "./webhook-answer.ts";
import { type InputBody, inputFields, inputHeaders, parseBody, readBytes } from "./webhook-input.ts";

export interface WebhookHost {
  webhooks: WebhookIndex;
  runs: Pick<RunService, "start" | "answer">;
  credentials: CredentialSource;
  files: Pick<FileStore, "put">;
}

/** What is below `/api/webhooks/`; `request.path` is relative to it. Never throws: an error is an answer. */
export async function answerWebhook(host: WebhookHost, request: DoorRequest): Promise<DoorResponse> {
  try {
    return await answer(host, request);
  } catch (error) {
    const requestId = newId("req");
    if (!isAppError(error)) console.error(`${requestId} ${request.method} /api/webhooks/${request.path}`, error);
    const problem = problemAnswer(error, requestId);
    if (problem.status === 429) problem.headers["retry-after"] ??= "5";
    return problem;
  }
}

async function answer(host: WebhookHost, request: DoorRequest): Promise<DoorResponse> {
  const { workspace, segments } = splitPath(request.path);
  const asked = preflightMethod(request);
  const found = await findRoute(host.webhooks, workspace, asked ?? request.method, segments);
  const settings = await host.webhooks.settings(found.route);
  if (asked !== null) return preflightAnswer(settings.cors, asked, request);
  if (settings.cors.length === 0) return call(host, request, { ...found, segments, settings });
  // Also what goes wrong is for the page to read.
  const given = await call(host, request, { ...found, segments, settings }).catch((error: unknown) => {
    if (!isAppError(error)) throw error;
    return problemAnswer(error, newId("req"));
  });
  return { ...given, headers: { ...given.headers, ...corsHeaders(settings.cors, request) } };
}

interface Found {
  workspaceId: string;
  route: WebhookRoute;
  params: JsonObject;
  segments: readonly string[];
  settings: WebhookSettings;
}

async function call(host: WebhookHost, request: DoorRequest, found: Found): Promise<DoorResponse> {
  const { workspaceId, route, params, settings } = found;
  const path = found.segments.join("/");
  requireAllowed(settings, request);
  const bytes = await readBytes(request, settings.maxBytes);
  const secretHeader = await requireProof(host, workspaceId, settings, request, bytes);
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
  const idempotency = idempotencyOf(request, route, path, read);
  const outcome = await host.runs.start({
    workspaceId,
    workflowId: route.workflowId,
    versionId: route.versionId,
    triggerNodeId: route.nodeId,
    triggerType: "webhook",
    mode: "live",
    input,
    ...(idempotency && { idempotency }),
  });
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
 * @throws AppError `webhook_unauthorized` (401)
 */
async function requireProof(
  host: WebhookHost,
  workspaceId: string,
  { auth }: WebhookSettings,
  request: DoorRequest,
  body: Buffer,
): Promise<string | undefined> {
  if (auth.kind === "none") return undefined;
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
  throw unauthorized(
    refusal,
    auth.kind === "basic" ? "Basic" : auth.kind === "bearer" || auth.kind === "jwt" ? "Bearer" : undefined,
  );
}

function unauthorized(message: string, scheme?: string): AppError {
  const headers = scheme === undefined ? {} : { headers: { "www-authenticate": scheme } };
  return new AppError("webhook_unauthorized", 401, message, headers);
}

/** `@<workspace>/<path>` or, in the first workspace, `<path>`. @throws AppError `invalid_path` (400) */
function splitPath(raw: string): { workspace: string | null; segments: string[] } {
  const trimmed = raw.endsWith("/") ? raw.slice(0, -1) : raw;
  const segments = trimmed.split("/");
  if (trimmed.includes("%")) {
    try {
      for (let i = 0; i < segments.length; i++) segments[i] = decodeURIComponent(segments[i] as string);
    } catch {
      throw new AppError("invalid_path", 400, "The address holds a % that is not the start of an encoded character.");
    }
  }
  const first = segments[0] as string;
  return first.startsWith("@")
    ? { workspace: first.slice(1), segments: segments.slice(1) }
    : { workspace: null, segments };
}

async function findRoute(index: WebhookIndex, workspace: string | null, method: string, segments: string[]) {
  const found = await index.find(workspace, method, segments);
  const match = found?.match;
  if (found && match?.found === "route")
    return { workspaceId: found.workspaceId, route: match.route, params: match.params };
  if (match?.found === "other-methods") {
    const allow = match.methods.join(", ");
    const message = `This webhook does not take ${method.slice(0, 20)}. It takes ${allow}.`;
    throw new AppError("method_not_allowed", 405, message, { headers: { allow } });
  }
  if (match?.found === "unpublished")
    throw new AppError("webhook_unpublished", 410, "This webhook's workflow is not published any more.");
  throw new AppError("webhook_not_found", 404, "There is no webhook at this address.");
}

/** @throws AppError `invalid_idempotency_key` (422) */
function idempotencyOf(request: DoorRequest, route: WebhookRoute, path: string, { bytes }: InputBody) {
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
async function replay(host: WebhookHost, first: Duplicate, settings: WebhookSettings): Promise<DoorResponse> {
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
