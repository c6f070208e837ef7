/** Where a text may best be cut, from the best kind of place to the last resort. */
const kinds: readonly RegExp[] = [
  // After an empty line.
  /\n[^\S\n]*\n\s*/g,
  // After a line.
  /\n\s*/g,
  // After a sentence, also where nothing is left between sentences.
  /[.!?…]["'”’)\]]*\s+|[。！？]["”’」』）]*\s*/g,
  // After a clause.
  /[,;:]\s+|[、，；：]/g,
  // After a word.
  /\s+/g,
];
/** Only the last part of what fits is looked at, as long as there is a good place in it. */
const WINDOW = 0.5;

/**
 * The best place to end a part that begins at `from` and may reach to `limit`: the last end of a paragraph in the second half,
 * else of a line, a sentence, a clause, a word; else the limit itself, but never within a character. Always after `from`.
 */
export function bestCut(text: string, from: number, limit: number): number {
  const earliest = from + Math.floor((limit - from) * WINDOW);
  // A space that the limit falls into belongs to what stands before it.
  for (const kind of kinds) {
    const found = lastEnd(text, kind, earliest, limit);
    if (found > from) return found;
  }
  return wholeCharacter(text, Math.max(limit, from + 1), from);
}

/** Where `text` may begin a repetition at or after `at`: the beginning of a sentence, else of a word, before `end`. */
export function bestStart(text: string, at: number, end: number): number {
  for (const kind of [kinds[2], kinds[4]] as RegExp[]) {
    kind.lastIndex = Math.max(0, at - 1);
    const match = kind.exec(text);
    const place = match ? match.index + match[0].length : end;
    if (place >= at && place < end) return place;
  }
  return end;
}

function lastEnd(text: string, kind: RegExp, earliest: number, limit: number): number {
  let last = -1;
  kind.lastIndex = earliest;
  for (let match = kind.exec(text); match !== null; match = kind.exec(text)) {
    const end = match.index + match[0].length;
    if (end > limit) break;
    if (end > earliest) last = end;
  }
  return last;
}

/** Not between the halves of a surrogate pair. */
function wholeCharacter(text: string, at: number, from: number): number {
  const isInside = isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
  if (!isInside) return Math.min(at, text.length);
  return at - 1 > from ? at - 1 : Math.min(at + 1, text.length);
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
