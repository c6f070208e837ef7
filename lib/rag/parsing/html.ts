import type { ChildNode, Document, Element } from "domhandler";
import { isTag, isText } from "domhandler";
import { textContent } from "domutils";
import { parseDocument } from "htmlparser2";
import type { Heading, ParsedText } from "../parsed-text.ts";
import { Unreadable } from "./unreadable.ts";

const MAX_DEPTH = 500;
const hidden: ReadonlySet<string> = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "head",
  "nav",
  "svg",
  "iframe",
  "form",
  "button",
  "select",
]);
const paragraphs: ReadonlySet<string> = new Set(
  "address article aside blockquote details div dl fieldset figure footer h1 h2 h3 h4 h5 h6 header hr main ol p pre section table ul".split(
    " ",
  ),
);
const lines: ReadonlySet<string> = new Set([
  "br",
  "li",
  "tr",
  "dt",
  "dd",
  "caption",
  "figcaption",
  "summary",
  "option",
]);

/**
 * What a page says as a person reads it, with its titles. Its menus, forms and scripts are left out, and where it has a `main`
 * or an `article`, everything around that.
 */
export function parseHtml(source: string): ParsedText {
  const document = parseDocument(source);
  requireDepth(document);
  const writer = new TextWriter();
  for (const child of contentOf(document)) write(child, writer, false);
  return { ...writer.end(), pages: [] };
}

function contentOf(document: Document): ChildNode[] {
  const found = find(document, (element) => element.name === "main" || element.name === "article");
  // A page may mark a teaser as its article: then the rest is read as well.
  const whole = find(document, ({ name }) => name === "body") ?? document;
  return found && textContent(found).length * 3 > textContent(whole).length ? [found] : document.children;
}

function find(root: Document | Element, fits: (element: Element) => boolean): Element | null {
  const open: ChildNode[] = [...root.children];
  while (open.length > 0) {
    const node = open.shift() as ChildNode;
    if (!isTag(node)) continue;
    if (fits(node)) return node;
    open.push(...node.children);
  }
  return null;
}

function write(node: ChildNode, writer: TextWriter, isPre: boolean): void {
  if (isText(node)) writer.text(node.data, isPre);
  if (
    !isTag(node) ||
    hidden.has(node.name) ||
    node.attribs.hidden !== undefined ||
    node.attribs["aria-hidden"] === "true"
  )
    return;
  const { name } = node;
  const level = /^h[1-6]$/.test(name) ? Number(name[1]) : 0;
  const gap = paragraphs.has(name) ? 2 : lines.has(name) ? 1 : 0;
  writer.gap(gap);
  if (level > 0) writer.heading(level, textContent(node));
  if (name === "li") writer.text("- ", true);
  for (const child of node.children) write(child, writer, isPre || name === "pre");
  if (name === "td" || name === "th") writer.text(" | ", true);
  writer.gap(gap);
}

/** Text that grows, with gaps that are written only between things. */
class TextWriter {
  #parts: string[] = [];
  #length = 0;
  #gap = 0;
  #endsInSpace = true;
  #headings: Heading[] = [];

  text(given: string, isPre: boolean): void {
    const text = isPre ? given : given.replace(/\s+/g, " ");
    const shown = !isPre && (this.#endsInSpace || this.#gap > 0) ? text.trimStart() : text;
    if (shown === "") return;
    this.#open();
    this.#push(shown);
    this.#endsInSpace = /\s$/.test(shown);
  }

  /** Line ends before whatever comes next. */
  gap(lineEnds: number): void {
    this.#gap = Math.max(this.#gap, lineEnds);
  }

  heading(level: number, text: string): void {
    const title = text.replace(/\s+/g, " ").trim().slice(0, 200);
    if (title === "") return;
    this.#open();
    this.#headings.push({ at: this.#length, level, title });
  }

  end(): { text: string; headings: Heading[] } {
    return { text: this.#parts.join(""), headings: this.#headings };
  }

  #open(): void {
    if (this.#length > 0 && this.#gap > 0) {
      this.#push("\n".repeat(this.#gap));
      this.#endsInSpace = true;
    }
    this.#gap = 0;
  }

  #push(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}

/** What is nested beyond reason is refused before anything walks it. */
function requireDepth(document: Document): void {
  let level: readonly ChildNode[] = document.children;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new Unreadable(`The page is nested deeper than ${MAX_DEPTH} levels.`);
    level = level.flatMap((node) => (isTag(node) ? node.children : []));
  }
}
