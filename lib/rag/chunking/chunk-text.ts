import type { BaseSettings } from "../base-settings.ts";
import type { Heading, ParsedText } from "../parsed-text.ts";
import { bestCut, bestStart } from "./boundaries.ts";
import { createTokenCounter, lowerBound, type TokenCounter } from "./tokens.ts";

/** A range of a text in UTF-16 units; `to` is not part of it. */
export interface TextRange {
  from: number;
  to: number;
}

/** A passage. Its range begins with what it repeats of the passage before; from `own` on it is new. */
export interface Chunk extends TextRange {
  own: number;
  tokens: number;
  /** Index in `sections`, where there are any. */
  section: number | null;
  /** Titles above it, outermost first. */
  headings: string[];
  /** First and last page, from 1; null where the text has none. */
  pages: { from: number; to: number } | null;
}

export interface ChunkedText {
  chunks: Chunk[];
  /** Larger parts, each made of whole passages; empty where the settings ask for none. */
  sections: TextRange[];
}

/** A part that a title begins is joined with the next one while it is smaller than this share of a passage. */
const SMALL = 0.25;

/**
 * Cuts a text into passages by its structure: at titles, then paragraphs, lines, sentences, words. The passages' own parts
 * follow each other without a gap and cover every character. A text of white space alone has none.
 */
export function chunkText(parsed: ParsedText, settings: BaseSettings): ChunkedText {
  const { text } = parsed;
  if (text.trim() === "") return { chunks: [], sections: [] };
  const tokens = createTokenCounter(text);
  const parts = partsByTitle(parsed, tokens, settings.size * SMALL);
  const sections =
    settings.sectionSize > 0 ? parts.flatMap((part) => cut(text, part, settings.sectionSize, tokens)) : [];
  const roots = sections.length > 0 ? sections : parts;
  const chunks: Chunk[] = [];
  for (const [index, root] of roots.entries()) {
    let before: TextRange | undefined;
    for (const own of cut(text, root, settings.size, tokens)) {
      const from = before ? overlapStart(text, before, own.from, settings.overlap, tokens) : own.from;
      chunks.push({
        from,
        own: own.from,
        to: own.to,
        tokens: tokens.between(from, own.to),
        section: sections.length > 0 ? index : null,
        headings: titlesAt(parsed.headings, own),
        pages: pagesOf(parsed.pages, from, own.to),
      });
      before = own;
    }
  }
  return { chunks, sections };
}

/** The text from title to title; small parts go together, so that a title never stands alone. */
function partsByTitle({ text, headings }: ParsedText, tokens: TokenCounter, small: number): TextRange[] {
  const parts: TextRange[] = [];
  let from = 0;
  for (const { at } of headings) {
    if (at <= from || at >= text.length || tokens.between(from, at) < small) continue;
    parts.push({ from, to: at });
    from = at;
  }
  parts.push({ from, to: text.length });
  const last = parts.at(-1) as TextRange;
  const previous = parts.at(-2);
  // White space at the end is no passage of its own.
  if (previous && text.slice(last.from, last.to).trim() === "")
    parts.splice(-2, 2, { from: previous.from, to: last.to });
  return parts;
}

function cut(text: string, part: TextRange, size: number, tokens: TokenCounter): TextRange[] {
  const ranges: TextRange[] = [];
  for (let from = part.from; from < part.to; ) {
    const limit = Math.min(tokens.reach(from, size), part.to);
    const to = limit >= part.to ? part.to : Math.min(bestCut(text, from, limit), part.to);
    const isEmpty = text.slice(from, to).trim() === "";
    const last = ranges.at(-1);
    if (isEmpty && last) last.to = to;
    else ranges.push({ from, to });
    from = to;
  }
  // What begins with white space alone is joined with what follows.
  const [first, second] = ranges;
  if (first && second && text.slice(first.from, first.to).trim() === "") {
    ranges.splice(0, 2, { from: first.from, to: second.to });
  }
  return ranges;
}

/** Where a passage begins that repeats up to `overlap` tokens of the one before. */
function overlapStart(text: string, before: TextRange, at: number, overlap: number, tokens: TokenCounter): number {
  if (overlap === 0) return at;
  let low = before.from;
  let high = at;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens.between(middle, at) > overlap) low = middle + 1;
    else high = middle;
  }
  return low === before.from ? low : bestStart(text, low, at);
}

/** The titles in force where a passage ends its first line, outermost first. */
function titlesAt(headings: readonly Heading[], own: TextRange): string[] {
  const trail: Heading[] = [];
  for (const heading of headings) {
    if (heading.at > own.from && heading.at >= own.to) break;
    // A title inside of a passage is read there anyway; above it stands only what came before.
    if (heading.at > own.from) break;
    while (trail.length > 0 && (trail.at(-1) as Heading).level >= heading.level) trail.pop();
    trail.push(heading);
  }
  return trail.map(({ title }) => title);
}

function pagesOf(pages: readonly number[], from: number, to: number): Chunk["pages"] {
  if (pages.length === 0) return null;
  const pageAt = (at: number) => Math.max(1, lowerBound(pages, at + 1));
  return { from: pageAt(from), to: pageAt(to - 1) };
}
