/** Sets of characters, written as RE2 writes them inside of `[ ]`. */
export interface CharacterSet {
  text: string;
  /** What the engine pays for it, in instructions. */
  size: number;
}

export type Range = readonly [from: number, to: number];

export const LAST = 0x10ffff;
/** Beyond these no letter has another case. */
const FIRST_CASED = 0x41;
const LAST_CASED = 0x1e943;
/** Characters whose cases the engine looks up in the time of one instruction. */
const CASED_PER_INSTRUCTION = 64;

const DIGITS: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** What looks the same as a letter of `\w` when case is ignored: ſ and the Kelvin sign. */
const CASED_WORD: readonly Range[] = [...WORD, [0x17f, 0x17f], [0x212a, 0x212a]];
const BLANKS: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
export const LINE_ENDS: readonly Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

export function written(ranges: readonly Range[]): string {
  return ranges.map(([from, to]) => (from === to ? one(from) : `${one(from)}-${one(to)}`)).join("");
}

export function one(character: number): string {
  return `\\x{${character.toString(16)}}`;
}

export function rangeSet(from: number, to: number, ignoresCase: boolean): CharacterSet {
  const cased = Math.min(to, LAST_CASED) - Math.max(from, FIRST_CASED);
  const isAll = from <= FIRST_CASED && to >= LAST_CASED;
  const extra = ignoresCase && !isAll ? Math.floor(Math.max(0, cased) / CASED_PER_INSTRUCTION) : 0;
  return { text: written([[from, to]]), size: extra };
}

/** `\d`, `\s`, `\w` and their opposites, as JavaScript means them. */
export function escapedSet(letter: string, ignoresCase: boolean): CharacterSet | undefined {
  const ranges = { d: DIGITS, s: BLANKS, w: WORD }[letter.toLowerCase()];
  if (ranges === undefined) return undefined;
  const isOpposite = letter !== letter.toLowerCase();
  // With ignored case, the engine adds the other cases of what is in a set: no letter of `\w` may come back that way.
  const base = isOpposite && ignoresCase && letter === "W" ? CASED_WORD : ranges;
  return { text: written(isOpposite ? opposite(base) : base), size: 1 };
}

function opposite(ranges: readonly Range[]): Range[] {
  const others: Range[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) others.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) others.push([next, LAST]);
  return others;
}
