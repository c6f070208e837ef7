import type { z } from "zod";
import type { Permission } from "../auth/permissions.ts";
import type { ProblemCode } from "./problem-codes.ts";

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One operation of the HTTP interface. From it come the route's validation, the typed client of the UI and the OpenAPI
 * document, so it holds nothing that a browser could not load.
 */
export interface Contract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Access extends Permission | "public" = Permission | "public",
  IfMatch extends boolean = boolean,
> {
  /** Name of the operation in the OpenAPI document, `listWorkflows`. */
  name: string;
  method: HttpMethod;
  /** Below `/api/v1`, parameters as `:id`. */
  path: string;
  summary: string;
  tag: string;
  /** `public`: no caller is needed. */
  permission: Access;
  params?: Params;
  /** A strict object of what the query string may hold (values arrive as text: `z.coerce`). */
  query?: Query;
  body?: Body;
  /** Bytes of the body at most. Default: `limits.requestBodyBytes`. */
  bodyBytes?: number;
  /** The body is `multipart/form-data`, which the handler reads from `request` as it comes. */
  upload?: { files: number; fileBytes: number };
  /** Status of success. */
  status: 200 | 201 | 202 | 204;
  /** Why it may refuse, besides what the wrapper itself refuses. */
  problems?: readonly ProblemCode[];
  result?: Result;
  /** The answer is not JSON but this media type; the handler returns a `Response`. */
  mediaType?: string;
  /** Needs `If-Match: "<revision>"`. */
  ifMatch?: IfMatch;
  /**
   * How a write treats `Idempotency-Key`. `transaction` (default with `routeInTransaction`): answered once, by the
   * wrapper. `handler`: the handler takes `idempotencyKey` and cares itself. `refused`: its answer must not be kept.
   */
  idempotency?: "transaction" | "handler" | "refused";
}

type None = z.ZodUndefined;

/** Identity with inference; a part that is left out is `undefined` for the handler. */
export function contract<
  const Access extends Permission | "public",
  Params extends z.ZodType = None,
  Query extends z.ZodType = None,
  Body extends z.ZodType = None,
  Result extends z.ZodType = None,
  const IfMatch extends boolean = false,
>(
  definition: Contract<Params, Query, Body, Result, Access, IfMatch>,
): Contract<Params, Query, Body, Result, Access, IfMatch> {
  return definition;
}

/** What a caller needs to know of a contract at run time: the browser takes no schemas along (lib/api/operations.ts). */
export interface Operation<C extends AnyContract> {
  method: HttpMethod;
  path: string;
  /** Never there: it carries the type. */
  readonly of?: C;
}

export type ContractOf<O> = O extends Operation<infer C> ? C : never;

// biome-ignore lint/suspicious/noExplicitAny: the one place that means "a contract of whatever shape"; `unknown` would not accept any, schemas being invariant.
export type AnyContract = Contract<any, any, any, any>;

export type ParamsOf<C> =
  C extends Contract<infer P, infer _Q, infer _B, infer _R, infer _A, infer _I> ? z.output<P> : never;
export type QueryOf<C> =
  C extends Contract<infer _P, infer Q, infer _B, infer _R, infer _A, infer _I> ? z.output<Q> : never;
export type BodyOf<C> =
  C extends Contract<infer _P, infer _Q, infer B, infer _R, infer _A, infer _I> ? z.output<B> : never;
export type ResultOf<C> =
  C extends Contract<infer _P, infer _Q, infer _B, infer R, infer _A, infer _I> ? z.output<R> : never;
/** What a client may send: before defaults and coercion. */
export type QueryInputOf<C> =
  C extends Contract<infer _P, infer Q, infer _B, infer _R, infer _A, infer _I> ? z.input<Q> : never;
export type BodyInputOf<C> =
  C extends Contract<infer _P, infer _Q, infer B, infer _R, infer _A, infer _I> ? z.input<B> : never;
