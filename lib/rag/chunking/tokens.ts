/**
 * How many tokens a text is for a language model, estimated: each provider cuts words its own way, and their tables weigh
 * megabytes. A word counts a token for every five letters, rounded, numbers one for three digits, signs and ideographs one each.
 */
const units = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]|[\p{L}\p{M}]+|\p{N}+|[^\s]/gu;
const LETTERS_PER_TOKEN = 5;
const DIGITS_PER_TOKEN = 3;

/** Estimated tokens of any range of one text; a range that cuts a word counts the word where it begins. */
export interface TokenCounter {
  /** Tokens from `from` up to `to` (UTF-16 units, `to` not included). */
  between(from: number, to: number): number;
  /** The furthest place that `budget` tokens reach to from `from`; at least `from`. */
  reach(from: number, budget: number): number;
}

export function createTokenCounter(text: string): TokenCounter {
  const starts: number[] = [];
  const ends: number[] = [];
  /** Tokens before the unit at the same place. */
  const before: number[] = [0];
  let sum = 0;
  for (const match of text.matchAll(units)) {
    starts.push(match.index);
    ends.push(match.index + match[0].length);
    sum += tokensOf(match[0]);
    before.push(sum);
  }
  /** Number of units that begin before `at`. */
  const countBefore = (at: number) => lowerBound(starts, at);
  return {
    between: (from, to) => (before[countBefore(to)] as number) - (before[countBefore(from)] as number),
    reach(from, budget) {
      const limit = (before[countBefore(from)] as number) + budget;
      // The last unit whose tokens still fit.
      const fitting = lowerBound(before, limit + 1e-9) - 1;
      if (fitting >= starts.length) return text.length;
      // White space after what fits is free.
      return Math.max(from, starts[fitting] as number);
    },
  };
}

export function countTokens(text: string): number {
  let sum = 0;
  for (const [unit] of text.matchAll(units)) sum += tokensOf(unit);
  return sum;
}

function tokensOf(unit: string): number {
  if (/\p{N}/u.test(unit)) return Math.ceil(unit.length / DIGITS_PER_TOKEN);
  if (/[\p{L}\p{M}]/u.test(unit)) return Math.max(1, Math.round(unit.length / LETTERS_PER_TOKEN));
  return 1;
}

/** The first index whose value is not below `value`; `values` go up. */
export function lowerBound(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
