/** So many at once, and afterwards evenly as many per window. */
export interface RateRule {
  /** 1 or more. */
  limit: number;
  /** Milliseconds. */
  windowMs: number;
}

export type RateDecision =
  | { allowed: true }
  /** Milliseconds until one is allowed again. */
  | { allowed: false; retryAfterMs: number };

/** Counts what somebody does. Each rule counts for itself. */
export interface RateLimit {
  /**
   * Takes of what `key` may do. A decision that needs no answer from elsewhere comes without a promise, for doors that
   * have no time to lose. Never rejects.
   * @param key who and what: `user:<id>`
   * @param count takes so many at once, all or none; at most the rule's limit
   */
  take(key: string, rule: RateRule, count?: number): RateDecision | Promise<RateDecision>;
}
