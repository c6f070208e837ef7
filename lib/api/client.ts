import { isJsonObject } from "../engine/json.ts";
import { parseJson } from "../engine/parse-json.ts";
import type { FieldError } from "../errors.ts";
import type { AnyContract, BodyInputOf, Operation, ParamsOf, QueryInputOf, ResultOf } from "./contract.ts";
import type { Problem } from "./problem.ts";

/** A problem that the server answered with, or `network` when there was no answer. */
export class ApiProblem extends Error {
  readonly code: string;
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly requestId: string | undefined;
  /** All members of the problem document. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(problem: Partial<Problem> & { code: string; detail: string; status: number }, cause?: unknown) {
    super(problem.detail, { cause });
    this.name = "ApiProblem";
    this.code = problem.code;
    this.status = problem.status;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId;
    this.problem = problem;
  }
}

type Part<Name extends string, T> = undefined extends T ? { [K in Name]?: T } : { [K in Name]: T };
/** The parts that the contract has. */
export type CallInput<C extends AnyContract> = Part<"params", ParamsOf<C>> &
  Part<"query", QueryInputOf<C> | undefined> &
  Part<"body", BodyInputOf<C>> &
  ([C["ifMatch"]] extends [true | undefined] ? { ifMatch: number } : { ifMatch?: undefined });

export interface CallOptions {
  signal?: AbortSignal;
  idempotencyKey?: string;
  /** Lets the request outlive the page (last save on leaving); 64 KiB at most. */
  keepalive?: boolean;
}

export interface ApiClient {
  /** @throws ApiProblem */
  call<C extends AnyContract>(
    operation: C | Operation<C>,
    input: CallInput<C>,
    options?: CallOptions,
  ): Promise<ResultOf<C>>;
}

export function createClient(base = "/api/v1", send: typeof fetch = (...args) => fetch(...args)): ApiClient {
  return {
    async call<C extends AnyContract>(operation: C | Operation<C>, input: CallInput<C>, options: CallOptions = {}) {
      const { params, query, body, ifMatch } = input as LooseInput;
      const headers: Record<string, string> = { accept: "application/json" };
      if (body !== undefined) headers["content-type"] = "application/json";
      if (ifMatch !== undefined) headers["if-match"] = `"${ifMatch}"`;
      if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
      const response = await reach(() =>
        send(base + addressOf(operation.path, params, query), {
          method: operation.method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
          ...(options.signal && { signal: options.signal }),
          ...(options.keepalive && { keepalive: true }),
        }),
      );
      if (!response.ok) throw await problemOf(response);
      // A contract whose status is 204 has no result.
      if (response.status === 204) return undefined as ResultOf<C>;
      // The server made it from the same contract.
      return parseJson(await reach(() => response.text())) as ResultOf<C>;
    },
  };
}

/** What `CallInput` is once the contract's own types are set aside. */
interface LooseInput {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  ifMatch?: number;
}

export function addressOf(
  path: string,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${filled}?${search}` : filled;
}

async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    const detail = "The server could not be reached. Check the connection; nothing is lost on this page.";
    throw new ApiProblem({ code: "network", status: 0, detail }, cause);
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  return problemIn(await response.json().catch(() => null), response.status);
}

/** What a refusal says. Others may have answered in the server's place, with words of their own. */
export function problemIn(answer: unknown, status: number): ApiProblem {
  const fallback = { code: "unexpected", status, detail: `The server answered ${status}.` };
  return new ApiProblem(isProblem(answer) ? answer : fallback);
}

function isProblem(value: unknown): value is Problem {
  if (!isJsonObject(value)) return false;
  const { code, status, detail } = value;
  return typeof code === "string" && typeof status === "number" && typeof detail === "string";
}
