/**
 * Splits a command line as a POSIX shell does: quotes, `$'…'` as browsers copy it, backslashes, continued lines (also
 * the caret of Windows' prompt at a line's end). Nothing is expanded: `$HOME` stays as it is written.
 * @returns null when a quote is not closed
 */
export function shellWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    const continued = /^[\\^]\r?\n/.exec(text.slice(at, at + 3));
    if (continued) {
      at += continued[0].length;
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
      at += 1;
    } else {
      const piece = pieceAt(text, at);
      if (piece === null) return null;
      word = (word ?? "") + piece.value;
      at = piece.end;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

interface Piece {
  value: string;
  end: number;
}

function pieceAt(text: string, at: number): Piece | null {
  if (text.startsWith("$'", at)) return quoted(text, at + 2, "'", ansiEscape);
  if (text.charAt(at) === "'") return quoted(text, at + 1, "'", () => null);
  if (text.charAt(at) === '"') return quoted(text, at + 1, '"', doubleQuoteEscape);
  if (text.charAt(at) === "\\") return { value: text.charAt(at + 1), end: at + 2 };
  return { value: text.charAt(at), end: at + 1 };
}

type Escape = (text: string, at: number) => Piece | null;

function quoted(text: string, start: number, quote: string, readEscape: Escape): Piece | null {
  let value = "";
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === quote) return { value, end: at + 1 };
    const escaped = char === "\\" ? readEscape(text, at) : null;
    value += escaped?.value ?? char;
    at = escaped?.end ?? at + 1;
  }
  return null;
}

const doubleQuoteEscape: Escape = (text, at) => {
  const next = text.charAt(at + 1);
  if (next === "\n") return { value: "", end: at + 2 };
  return '"\\$`'.includes(next) ? { value: next, end: at + 2 } : null;
};

const simple: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", '"': '"' };

const ansiEscape: Escape = (text, at) => {
  const code = /^\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2}))/.exec(text.slice(at, at + 10));
  if (code) {
    const point = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? "", 16);
    return { value: point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd", end: at + code[0].length };
  }
  const plain = simple[text.charAt(at + 1)];
  return plain === undefined ? null : { value: plain, end: at + 2 };
};
