import type { RetryPolicy } from "#lib/engine/document.ts";
import type { Repeat } from "#lib/engine/graph.ts";

/** What a node does where its policy says nothing: effects that may be repeated are tried three times. */
export function defaultRetry(isEffect: boolean, repeat: Repeat): RetryPolicy {
  const attempts = isEffect && repeat !== "unsafe" ? 3 : 1;
  return { attempts, backoff: "exponential", baseMs: 500, maxMs: 30_000, jitter: true };
}

/** Milliseconds between one try and the next, without the random part. */
export function retryDelays(retry: RetryPolicy): number[] {
  return Array.from({ length: Math.max(0, retry.attempts - 1) }, (_, i) =>
    Math.min(retry.maxMs, retry.backoff === "fixed" ? retry.baseMs : retry.baseMs * 2 ** i),
  );
}
