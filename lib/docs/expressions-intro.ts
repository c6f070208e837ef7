import type { Token } from "marked";
import { isHeading, parseMarkdown, plainText } from "./markdown.ts";

/** What docs/expressions.md says before its tables of functions, which the page draws itself. */
export function introOf(page: string): Token[] {
  const tokens = parseMarkdown(page);
  const end = tokens.findIndex((token) => isHeading(token) && plainText(token.tokens) === "Functions");
  return tokens
    .slice(0, end < 0 ? undefined : end)
    .filter((token) => token.type !== "html" && !(isHeading(token) && token.depth === 1));
}
