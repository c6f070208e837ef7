import type { Env } from "../config/env.ts";
import { limits } from "../config/limits.ts";
import type { RateLimit, RateRule } from "../rate-limit/rate-limit.ts";
import { requireRate } from "../rate-limit/require-rate.ts";
import type { Caller } from "./caller.ts";
import { clientAddress } from "./peer.ts";

const MINUTE = 60_000;
const anonymous: RateRule = { limit: limits.anonymousPerMinute, windowMs: MINUTE };

/** What of a host counts requests. */
export interface CountingHost {
  env: Pick<Env, "HEDDLE_API_PER_MINUTE">;
  rateLimit: RateLimit;
}

/**
 * Counts a request by who makes it: a person over all their sessions, each API key for itself, and who is nobody by their
 * address. A known caller is never counted by address: offices share one.
 * @throws AppError `rate_limited` (429)
 */
export function requireCallerRate(
  { env, rateLimit }: CountingHost,
  caller: Caller | null,
  headers: Pick<Headers, "get">,
): void | Promise<void> {
  if (env.HEDDLE_API_PER_MINUTE === 0) return;
  if (!caller)
    return requireRate(
      rateLimit.take(`api:address:${clientAddress(headers)}`, anonymous),
      "requests from your address that do not say who asks",
    );
  const rule = { limit: env.HEDDLE_API_PER_MINUTE, windowMs: MINUTE };
  return requireRate(rateLimit.take(`api:${nameOf(caller)}`, rule), "requests");
}

/** The same for opening an event stream, of which a page may open one each time it is shown. @throws AppError `rate_limited` (429) */
export function requireStreamRate({ env, rateLimit }: CountingHost, caller: Caller): void | Promise<void> {
  if (env.HEDDLE_API_PER_MINUTE === 0) return;
  const rule = { limit: env.HEDDLE_API_PER_MINUTE * 2, windowMs: MINUTE };
  return requireRate(rateLimit.take(`streams:${nameOf(caller)}`, rule), "event streams opened");
}

function nameOf({ by, userId }: Caller): string {
  return by.kind === "key" ? `key:${by.keyId}` : `user:${userId}`;
}
