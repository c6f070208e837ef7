import { AppError } from "../errors.ts";
import type { RateDecision } from "./rate-limit.ts";

/**
 * Lets who may go on, at once where no answer from elsewhere is needed.
 * @param what of which there was too much, as the end of a sentence: "Too many …"
 * @throws AppError `rate_limited` (429) with `Retry-After`
 */
export function requireRate(decision: RateDecision | Promise<RateDecision>, what: string): void | Promise<void> {
  if (decision instanceof Promise) return decision.then((decided) => check(decided, what));
  check(decision, what);
}

function check(decision: RateDecision, what: string): void {
  if (decision.allowed) return;
  const seconds = Math.ceil(decision.retryAfterMs / 1_000);
  throw new AppError("rate_limited", 429, `Too many ${what}. Try again in ${seconds} s.`, {
    headers: { "retry-after": String(seconds) },
  });
}
