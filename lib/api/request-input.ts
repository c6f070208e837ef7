import { limits } from "../config/limits.ts";
import { AppError } from "../errors.ts";
import { parseJsonBody, readText } from "./body.ts";
import type { AnyContract } from "./contract.ts";
import { validate } from "./validate.ts";

export interface RequestInput {
  params: unknown;
  query: unknown;
  body: unknown;
  /** The body as it was sent. */
  text: string;
  /** Revision named by `If-Match`; undefined when the contract does not ask for it. */
  ifMatch: number | undefined;
}

/** Everything a request says, checked against its contract. */
export async function readInput(
  contract: AnyContract,
  request: Request,
  params: Record<string, string | string[] | undefined>,
): Promise<RequestInput> {
  const text = contract.upload ? "" : await readText(request, contract.bodyBytes ?? limits.requestBodyBytes);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return {
    params: readParams(contract, params),
    query: contract.query ? validate(contract.query, query, "invalid_query", "The query string") : undefined,
    ifMatch: contract.ifMatch ? readIfMatch(request.headers) : undefined,
    body: contract.body ? validate(contract.body, parseJsonBody(request, text), "invalid_body", "The body") : undefined,
    text,
  };
}

/** An id of an impossible form names nothing, like one that was never given out. */
function readParams(contract: AnyContract, params: Record<string, string | string[] | undefined>): unknown {
  if (!contract.params) return undefined;
  const result = contract.params.safeParse(params);
  if (result.success) return result.data;
  throw new AppError("not_found", 404, "There is nothing at this address.");
}

function readIfMatch(headers: Headers): number {
  const header = headers.get("if-match");
  if (header === null) {
    throw new AppError("if_match_missing", 428, 'Say which revision you changed: If-Match: "<revision>".');
  }
  const match = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim());
  // A tag that was never given out cannot be the current one.
  return match ? Number(match[1]) : -1;
}
