const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const part = /(\d+(?:\.\d+)?)\s*(ms|min|[smhdw])/g;
const whole = /^\s*(?:\d+(?:\.\d+)?\s*(?:ms|min|[smhdw])\s*)+$/;

/** `5s`, `1h 30m`, `2d` in milliseconds; null for anything else. */
export function durationMs(text: string): number | null {
  if (text.length > 100 || !whole.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(part)) total += Number(amount) * (units[unit ?? ""] ?? 0);
  return Math.round(total);
}
