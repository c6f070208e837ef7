import "server-only";
import { authenticate, type Caller, callerMay } from "../auth/caller.ts";
import { requireCallerRate } from "../auth/caller-rate.ts";
import { requireSameOrigin } from "../auth/origin.ts";
import { AppError, isAppError } from "../errors.ts";
import type { Host } from "../host/create-host.ts";
import { host } from "../host/host.ts";
import { newId } from "../ids.ts";
import type { AnyContract, BodyOf, ParamsOf, QueryOf, ResultOf } from "./contract.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { problemResponse } from "./problem.ts";
import { readInput } from "./request-input.ts";

/** What a handler knows about its request, all of it checked. */
export interface Call<C extends AnyContract> {
  params: ParamsOf<C>;
  query: QueryOf<C>;
  body: BodyOf<C>;
  /** Null only where the contract's permission is `public`. */
  caller: [C["permission"]] extends ["public"] ? null : Caller;
  host: Host;
  request: Request;
  requestId: string;
  /** Revision that `If-Match` named. */
  ifMatch: [C["ifMatch"]] extends [true | undefined] ? number : undefined;
  /** `Idempotency-Key` of a write. */
  idempotencyKey: string | undefined;
  /** The body as it was sent. */
  text: string;
}

/** An answer with its own status or headers. */
export interface Reply<T> {
  body: T;
  status?: number;
  headers?: Record<string, string>;
}

export type Handler<C extends AnyContract> = (call: Call<C>) => Promise<Reply<ResultOf<C>> | Response>;

/** What Next's router (and the front) call. */
export type RouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

const writes: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** How an error is answered; the doors of other protocols have a form of their own. */
export type AnswerError = (error: unknown, requestId: string) => Response;

/**
 * A route from its contract: finds out who calls, refuses who may not or calls too often, checks what was sent, and turns what the handler
 * returns or throws into an answer. Use `routeInTransaction` unless the handler must not hold a transaction.
 */
export function route<C extends AnyContract>(
  contract: C,
  handler: Handler<C>,
  answerError: AnswerError = problemResponse,
): RouteHandler {
  return async (request, context) => {
    const requestId = newId("req");
    try {
      const response = await answer(contract, handler, request, await context.params, requestId);
      response.headers.set("x-request-id", requestId);
      return response;
    } catch (error) {
      if (!isAppError(error)) console.error(`${requestId} ${contract.method} ${contract.path}`, error);
      const response = answerError(error, requestId);
      response.headers.set("x-request-id", requestId);
      return response;
    }
  };
}

async function answer<C extends AnyContract>(
  contract: C,
  handler: Handler<C>,
  request: Request,
  params: Record<string, string | string[] | undefined>,
  requestId: string,
): Promise<Response> {
  const current = host();
  const caller = await admit(contract, request, current);
  const input = await readInput(contract, request, params);
  const call = {
    ...input,
    caller,
    host: current,
    request,
    requestId,
    idempotencyKey: writes.has(contract.method) ? readIdempotencyKey(contract, request.headers) : undefined,
  };
  // The contract's schemas have just made `call`; their types do not survive `AnyContract`.
  return respond(contract, await handler(call as unknown as Call<C>));
}

async function admit(contract: AnyContract, request: Request, current: Host): Promise<Caller | null> {
  const byKey = request.headers.has("authorization");
  if (writes.has(contract.method) && !byKey) requireSameOrigin(request, current.auth.origin);
  const caller = contract.permission === "public" ? null : await authenticate(request.headers, current);
  await requireCallerRate(current, caller, request.headers);
  if (contract.permission === "public") return null;
  if (!caller) {
    throw new AppError("not_signed_in", 401, "Sign in, or send an API key: Authorization: Bearer hk_…", {
      headers: { "www-authenticate": "Bearer" },
    });
  }
  if (!callerMay(caller, contract.permission)) {
    const reason =
      caller.scopes === null ? `Your role (${caller.role}) does not allow this` : "This API key may not do this";
    throw new AppError("not_allowed", 403, `${reason}: it needs "${contract.permission}".`);
  }
  return caller;
}

function respond(contract: AnyContract, reply: Reply<unknown> | Response): Response {
  if (reply instanceof Response) return reply;
  const status = reply.status ?? contract.status;
  const headers = { "cache-control": "no-store", ...reply.headers };
  if (status === 204) return new Response(null, { status, headers });
  return new Response(JSON.stringify(reply.body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });
}
