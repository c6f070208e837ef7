import { clientAddress } from "../auth/peer.ts";
import type { Env } from "../config/env.ts";
import { limits } from "../config/limits.ts";
import type { MemoryRateLimit } from "../rate-limit/adapters/memory-rate-limit.ts";
import type { RateLimit } from "../rate-limit/rate-limit.ts";
import { requireRate } from "../rate-limit/require-rate.ts";
import { type DoorRequest, headerOf } from "./door.ts";

const MINUTE = 60_000;
const guessing = { limit: limits.guessesPerMinute, windowMs: MINUTE };

/** What of a host counts calls of webhooks. */
export interface WebhookCounts {
  env: Pick<Env, "HEDDLE_WEBHOOKS_PER_MINUTE">;
  rateLimit: RateLimit;
  auth: { guesses: MemoryRateLimit };
}

/**
 * Counts a call that has proved who makes it. Nothing is counted where nobody has set a limit: what keeps a flood from
 * doing harm then is the queue's ceiling.
 * @throws AppError `rate_limited` (429)
 */
export function requireWebhookRate(
  { env, rateLimit }: WebhookCounts,
  route: { workflowId: string; nodeId: string },
  perMinute: number,
): void | Promise<void> {
  const limit = perMinute || env.HEDDLE_WEBHOOKS_PER_MINUTE;
  if (limit === 0) return;
  const rule = { limit, windowMs: MINUTE };
  return requireRate(rateLimit.take(`webhook:${route.workflowId}/${route.nodeId}`, rule), "calls of this webhook");
}

/**
 * Who has sent too many wrong proofs from an address is not listened to for a while, whatever they send.
 * @throws AppError `rate_limited` (429), also by the result, which counts one wrong proof
 */
export function requireFewGuesses(
  { auth }: WebhookCounts,
  route: { workflowId: string; nodeId: string },
  request: DoorRequest,
): () => void {
  const address = clientAddress({ get: (name) => headerOf(request, name) ?? null });
  const key = `webhook:${route.workflowId}/${route.nodeId} ${address}`;
  const what = "calls from your address without the right proof";
  void requireRate(auth.guesses.peek(key, guessing), what);
  return () => void requireRate(auth.guesses.take(key, guessing), what);
}
