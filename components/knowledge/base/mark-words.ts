/** A piece of a text, and whether the question asks for it. */
export interface MarkedPiece {
  text: string;
  marked: boolean;
}

/** Too common to tell anything, in the languages whose questions are most asked; shorter words tell nothing anywhere. */
const common = new Set(
  "about and are but can does das der die and for from has have how into ist its mit not that the their there they this und von was what when where which who why will with you your".split(
    " ",
  ),
);
const SHORTEST = 3;
/** Endings of this length at most are the same word: zip, zips; break, breaking. */
const LONGEST_ENDING = 3;
const words = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

/** Words of a question that a passage also has are marked, in any of their forms; neighbours as one piece. */
export function markWords(text: string, question: string): MarkedPiece[] {
  const wanted = [...question.toLowerCase().matchAll(words)]
    .map(([word]) => word)
    .filter((word) => (word.length >= SHORTEST && !common.has(word)) || /^\p{N}+$/u.test(word));
  const ranges: { from: number; to: number }[] = [];
  for (const { 0: word, index } of text.matchAll(words)) {
    if (!wanted.some((other) => isSameWord(word.toLowerCase(), other))) continue;
    const last = ranges.at(-1);
    const to = index + word.length;
    if (last && /^[^\S\n]*$/.test(text.slice(last.to, index))) last.to = to;
    else ranges.push({ from: index, to });
  }
  const pieces: MarkedPiece[] = [];
  let at = 0;
  for (const { from, to } of ranges) {
    if (from > at) pieces.push({ text: text.slice(at, from), marked: false });
    pieces.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false });
  return pieces;
}

function isSameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const ending = long.length - short.length;
  return short.length >= SHORTEST && ending <= Math.min(LONGEST_ENDING, short.length - 1) && long.startsWith(short);
}

/** A part of a long text, from the sentence or line in which the first marked word stands. */
export function excerptOf(text: string, question: string, length: number): string {
  const whole = text.trim();
  if (whole.length <= length) return whole;
  const [first] = markWords(whole, question);
  const place = first && !first.marked ? first.text.length : 0;
  // Nothing is marked, or the first word of all: the beginning says most.
  if (place === 0 || place === whole.length) return `${whole.slice(0, length)}…`;
  const before = whole.slice(0, place);
  const begin = Math.max(before.lastIndexOf("\n") + 1, before.search(/[.!?]\s+[^.!?]*$/) + 1, place - length / 2);
  const from = Math.min(begin, Math.max(0, whole.length - length));
  const cut = whole.slice(from, from + length).trim();
  return `${from > 0 ? "…" : ""}${cut}${from + length < whole.length ? "…" : ""}`;
}
