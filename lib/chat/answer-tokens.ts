import type { Token } from "marked";
import { parseMarkdown } from "../docs/markdown.ts";

/** Beyond these, which people never write, reading a text would take the page's time or stack. */
const DEEPEST = 40;
const WIDEST_INDENT = 100;
const MOST_MARKS = 2_000;
const LONGEST = 300_000;

/**
 * The Markdown of an answer as tokens; nothing of it is ever HTML. Null for a text that cannot be read as Markdown, which is then
 * shown as it is.
 */
export function answerTokens(text: string): readonly Token[] | null {
  if (text.length > LONGEST || isTooMuch(text)) return null;
  try {
    return parseMarkdown(text);
  } catch {
    return null;
  }
}

/** Counted before it is read, since reading is what takes the time. */
function isTooMuch(text: string): boolean {
  if (text.split("\n").some(isTooDeep)) return true;
  return text.split(/\n\s*\n/).some((block) => (block.match(/[*_~]/g)?.length ?? 0) > MOST_MARKS);
}

/** Quotes, lists and brackets inside each other. */
function isTooDeep(line: string): boolean {
  if (line.length - line.trimStart().length > WIDEST_INDENT) return true;
  const marks = /^[\s>*+-]*/.exec(line)?.[0].replaceAll(/\s/g, "") ?? "";
  const isRule = /^(-+|\*+|\++)$/.test(marks) && marks.length === line.replaceAll(/\s/g, "").length;
  return (marks.length > DEEPEST && !isRule) || /[[!]{41,}/.test(line);
}
