/** A wait at least this long is folded: drawn short, and said in words. */
export const FOLD_FROM_MS = 10_000;
const FOLDED_SHARE = 0.2;

export interface Fold {
  /** Shares of the line, 0 to 1. */
  from: number;
  to: number;
  /** How long it really was, in ms. */
  ms: number;
  /** Position of the moment after it, in the list that was given. */
  before: number;
}

/** Where each moment lies on a line of time, and what is folded away. */
export interface TimeScale {
  /** Shares, in the order of the moments. */
  places: number[];
  folds: Fold[];
}

/** @param moments ms, in order; long gaps between them get a fixed share, so that the work between stays visible */
export function timeScale(moments: readonly number[]): TimeScale {
  const gaps = moments.map((at, i) => Math.max(0, at - (moments[i - 1] ?? at)));
  const shown = gaps.filter((gap) => gap < FOLD_FROM_MS).reduce((sum, gap) => sum + gap, 0);
  const folded = Math.max(shown * FOLDED_SHARE, 500);
  const widths = gaps.map((gap) => (gap < FOLD_FROM_MS ? gap : folded));
  const total = widths.reduce((sum, width) => sum + width, 0) || 1;
  const places: number[] = [];
  const folds: Fold[] = [];
  let sum = 0;
  for (const [i, width] of widths.entries()) {
    const from = sum / total;
    sum += width;
    places.push(sum / total);
    const gap = gaps[i] ?? 0;
    if (gap >= FOLD_FROM_MS) folds.push({ from, to: sum / total, ms: gap, before: i });
  }
  return { places, folds };
}
