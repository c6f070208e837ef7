export type Range = readonly [from: number, to: number];

/** What stands in `[ ]`: characters, a set such as `\w`, or a property. */
export type Member =
  | { kind: "characters"; from: number; to: number }
  | {
      kind: "set";
      ranges: readonly Range[];
      /** Of `\W` and the like: the few that it leaves out. */
      leavesOut?: readonly Range[];
    }
  | { kind: "property"; text: string };

export const LAST = 0x10ffff;

const DIGITS: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** With what is the same as a letter of `\w` when case is ignored: ſ and the Kelvin sign. */
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

/** `\d`, `\s`, `\w` and their opposites, as JavaScript means them. Each holds the other cases of all its letters. */
export function escapedSet(letter: string, ignoresCase: boolean): Member | undefined {
  const ranges = { d: DIGITS, s: BLANKS, w: ignoresCase ? CASED_WORD : WORD }[letter.toLowerCase()];
  if (ranges === undefined) return undefined;
  if (letter === letter.toLowerCase()) return { kind: "set", ranges };
  return { kind: "set", ranges: opposite(ranges), leavesOut: ranges };
}

export function opposite(ranges: readonly Range[]): Range[] {
  const others: Range[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) others.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) others.push([next, LAST]);
  return others;
}
