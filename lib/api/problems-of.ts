import type { AnyContract } from "./contract.ts";
import type { ProblemCode } from "./problem-codes.ts";

/** Codes with which an operation may refuse: those of its own, and those of the wrapper that its shape brings along. */
export function problemsOf(contract: AnyContract): ProblemCode[] {
  return [...new Set([...(contract.problems ?? []), ...wrapperProblems(contract)])];
}

function wrapperProblems(contract: AnyContract): ProblemCode[] {
  const isWrite = contract.method !== "GET";
  const codes: ProblemCode[] = [];
  if (contract.permission !== "public") codes.push("not_signed_in", "not_allowed");
  if (isWrite) codes.push("cross_origin", ...idempotencyProblems(contract));
  if (contract.params) codes.push("not_found");
  if (contract.query) codes.push("invalid_query");
  if (contract.body) codes.push("invalid_json", "unsupported_media_type", "invalid_body", ...numberProblems);
  if (isWrite) codes.push("body_too_large");
  if (contract.ifMatch) codes.push("if_match_missing", "stale_revision");
  codes.push("rate_limited", "internal");
  return codes;
}

const numberProblems: readonly ProblemCode[] = ["number_not_exact", "too_deep", "reserved_field"];

function idempotencyProblems(contract: AnyContract): ProblemCode[] {
  if (contract.idempotency === "refused") return ["idempotency_not_supported"];
  return ["invalid_idempotency_key", "idempotency_key_reused"];
}
