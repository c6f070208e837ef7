import { marked, type Token, type Tokens } from "marked";
import { slugOf } from "./slug.ts";

/** A heading of a page, for its table of contents and for links to it. */
export interface Heading {
  depth: number;
  text: string;
  id: string;
}

/** A part of a page: what stands under one heading, up to the next of the same depth or above. */
export interface Section {
  heading: Heading | undefined;
  tokens: readonly Token[];
}

/** GitHub's Markdown, as tokens: nothing of it is ever put into a page as HTML. */
export function parseMarkdown(text: string): Token[] {
  return marked.lexer(text);
}

/** What the tokens say, without their marks. HTML says nothing. */
export function plainText(tokens: readonly Token[] | undefined): string {
  return (tokens ?? []).map(textOf).join("").replaceAll(/\s+/g, " ").trim();
}

function textOf(token: Token): string {
  if (token.type === "html") return "";
  if (token.type === "space" || token.type === "br" || token.type === "hr") return " ";
  if (isTable(token))
    return [token.header, ...token.rows]
      .flat()
      .map((cell) => `${plainText(cell.tokens)} `)
      .join("");
  if (isList(token)) return token.items.map((item) => `${plainText(item.tokens)} `).join("");
  const inner = "tokens" in token ? token.tokens : undefined;
  if (inner) return `${inner.map(textOf).join("")}${blocks.has(token.type) ? " " : ""}`;
  return "text" in token ? `${token.text}${blocks.has(token.type) ? " " : ""}` : "";
}

const blocks: ReadonlySet<string> = new Set(["paragraph", "heading", "code", "blockquote"]);

/** Headings with an id each; one that comes again gets a number. */
export function headingsOf(tokens: readonly Token[]): Map<Token, Heading> {
  const taken = new Map<string, number>();
  const headings = new Map<Token, Heading>();
  for (const token of tokens) {
    if (!isHeading(token)) continue;
    const text = plainText(token.tokens);
    const slug = slugOf(text);
    const before = taken.get(slug) ?? 0;
    taken.set(slug, before + 1);
    headings.set(token, { depth: token.depth, text, id: before === 0 ? slug : `${slug}-${before + 1}` });
  }
  return headings;
}

/** A page in parts, split at headings down to `depth`; the first part is what stands before any. */
export function sectionsOf(tokens: readonly Token[], depth: number): Section[] {
  const headings = headingsOf(tokens);
  const sections: { heading: Heading | undefined; tokens: Token[] }[] = [{ heading: undefined, tokens: [] }];
  for (const token of tokens) {
    const heading = headings.get(token);
    if (heading && heading.depth <= depth) sections.push({ heading, tokens: [] });
    else sections.at(-1)?.tokens.push(token);
  }
  return sections;
}

export function isHeading(token: Token): token is Tokens.Heading {
  return token.type === "heading";
}

export function isTable(token: Token): token is Tokens.Table {
  return token.type === "table";
}

export function isList(token: Token): token is Tokens.List {
  return token.type === "list";
}

export function isCode(token: Token): token is Tokens.Code {
  return token.type === "code";
}
