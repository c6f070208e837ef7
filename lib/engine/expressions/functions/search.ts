/**
 * Searching a text for a part. JavaScript's own search takes the product of both lengths where an attacker chooses the
 * texts (minutes, which nothing can interrupt); for long parts this one takes their sum (Knuth, Morris, Pratt).
 */

/** Up to this length the built-in search is fast whatever the texts are. */
const SHORT = 16;
/** And up to this product of the lengths. */
const CHEAP = 500_000;

function isCheap(text: string, part: string): boolean {
  return part.length <= SHORT || text.length * part.length <= CHEAP;
}

/** As `text.indexOf(part, from)`. */
export function indexOf(text: string, part: string, from: number): number {
  if (isCheap(text, part)) return text.indexOf(part, from);
  return search(text, part, Math.max(0, from), false);
}

/** As `text.lastIndexOf(part, from)`, where NaN means the end. */
export function lastIndexOf(text: string, part: string, from: number): number {
  if (isCheap(text, part)) return text.lastIndexOf(part, from);
  const last = text.length - part.length;
  const start = Number.isNaN(from) ? last : Math.min(Math.max(Math.trunc(from), 0), last);
  // Read backwards, the last occurrence is the first.
  const found = search(text, part, last - start, true);
  return found < 0 ? -1 : last - found;
}

/** Positions of all occurrences that do not overlap, at most `limit`; the part must not be empty. */
export function occurrences(text: string, part: string, limit: number): number[] {
  const found: number[] = [];
  let at = indexOf(text, part, 0);
  while (at >= 0 && found.length < limit) {
    found.push(at);
    at = indexOf(text, part, at + part.length);
  }
  return found;
}

/** As `text.split(separator, limit)` for a separator that is not empty. */
export function split(text: string, separator: string, limit: number): string[] {
  if (isCheap(text, separator)) return text.split(separator, limit);
  const pieces: string[] = [];
  let from = 0;
  for (const at of occurrences(text, separator, limit)) {
    pieces.push(text.slice(from, at));
    from = at + separator.length;
  }
  if (pieces.length < limit) pieces.push(text.slice(from));
  return pieces;
}

/** `backwards` reads both texts from their ends; positions then count from the end of the text. */
function search(text: string, part: string, from: number, backwards: boolean): number {
  const step = backwards ? -1 : 1;
  const textStart = backwards ? text.length - 1 : 0;
  const partStart = backwards ? part.length - 1 : 0;
  const borders = bordersOf(part, partStart, step);
  let matched = 0;
  for (let index = from; index < text.length; index++) {
    const unit = text.charCodeAt(textStart + step * index);
    while (matched > 0 && unit !== part.charCodeAt(partStart + step * matched)) matched = borders[matched - 1] ?? 0;
    if (unit === part.charCodeAt(partStart + step * matched)) matched++;
    if (matched === part.length) return index - part.length + 1;
  }
  return -1;
}

/** For each prefix of the part, the length of its longest proper prefix that is its suffix as well. */
function bordersOf(part: string, start: number, step: number): Int32Array {
  const borders = new Int32Array(part.length);
  let border = 0;
  for (let index = 1; index < part.length; index++) {
    const unit = part.charCodeAt(start + step * index);
    while (border > 0 && unit !== part.charCodeAt(start + step * border)) border = borders[border - 1] ?? 0;
    if (unit === part.charCodeAt(start + step * border)) border++;
    borders[index] = border;
  }
  return borders;
}
