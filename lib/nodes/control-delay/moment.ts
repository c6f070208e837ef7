const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;
/** The last moment that a date can hold. */
const MAX_MS = 8_640_000_000_000_000;

/** A moment in milliseconds since the epoch: an ISO date with its zone, or the number itself; null for anything else. */
export function momentMs(given: string | number): number | null {
  const text = String(given).trim();
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) : zoned.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) || ms > MAX_MS ? null : Math.round(ms);
}
