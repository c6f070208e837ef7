const MOST_MS = 24 * 60 * 60 * 1000;

/**
 * Milliseconds that a `Retry-After` asks to wait: seconds or a date (RFC 9110, 10.2.3), a day at most; null when there is none
 * that can be read.
 * @param now milliseconds since the epoch
 */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), MOST_MS);
}
