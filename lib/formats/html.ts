import { selectAll, selectOne } from "css-select";
import serialize from "dom-serializer";
import type { Document, Element } from "domhandler";
import { isTag, isText } from "domhandler";
import { getInnerHTML, textContent } from "domutils";
import { parseDocument } from "htmlparser2";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import { errorMessage } from "../errors.ts";
import { FormatProblem } from "./protocol.ts";

const MAX_DEPTH = 500;
const hidden: ReadonlySet<string> = new Set(["script", "style", "template", "noscript", "head"]);
const blocks: ReadonlySet<string> = new Set(
  "address article aside blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul".split(
    " ",
  ),
);

/**
 * Finds values by CSS selectors. Nothing of the page is run or loaded.
 * @throws FormatProblem with `name` of the value whose selector cannot be read
 */
export function extractHtml(text: string, options: JsonObject): Json {
  const document = read(text);
  const found: JsonObject = {};
  for (const value of Array.isArray(options.values) ? options.values : []) {
    if (!isJsonObject(value)) continue;
    const name = String(value.name ?? "");
    const selector = String(value.selector ?? "");
    if (name === "" || selector === "") continue;
    try {
      const take = (element: Element) => taken(element, String(value.take ?? "text"));
      const one =
        value.all === true ? null : selectOne<Document | Element, Element>(selector, document.children as Element[]);
      Object.defineProperty(found, name, {
        value:
          value.all === true
            ? selectAll<Document | Element, Element>(selector, document.children as Element[]).map(take)
            : one
              ? take(one)
              : null,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } catch (error) {
      throw new FormatProblem(`The selector of “${name}” cannot be read: ${errorMessage(error)}`, { name });
    }
  }
  return found;
}

/** What of an element is wanted: its text, what stands inside as HTML, itself as HTML, or an attribute by its name. */
function taken(element: Element, what: string): Json {
  if (what === "text") return tidy(textOf(element));
  if (what === "inside") return getInnerHTML(element);
  if (what === "html") return serialize(element);
  return element.attribs[what] ?? null;
}

/** The text of a page as a person reads it: a line for each block, nothing of scripts and styles. */
export function htmlText(text: string): Json {
  const lines: string[] = [];
  for (const child of read(text).children) write(child as Element, lines);
  return lines
    .join("")
    .split("\n")
    .map((line) => line.replace(/[ \t\u00a0]+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function write(node: Element, out: string[]): void {
  if (isText(node)) out.push((node as unknown as { data: string }).data.replace(/\s+/g, " "));
  if (!isTag(node) || hidden.has(node.name)) return;
  const isBlock = blocks.has(node.name);
  if (isBlock) out.push("\n");
  if (node.name === "li") out.push("- ");
  for (const child of node.children) write(child as Element, out);
  if (node.name === "td" || node.name === "th") out.push(" ");
  if (isBlock && node.name !== "br") out.push("\n");
}

function textOf(element: Element): string {
  return textContent(element);
}

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** A page is read without recursion of ours: what is nested beyond reason is refused before anything walks it. */
function read(text: string): Document {
  const document = parseDocument(text);
  let level: readonly unknown[] = document.children;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new FormatProblem(`The page is nested deeper than ${MAX_DEPTH} levels.`);
    level = level.flatMap((node) => (node as Partial<Element>).children ?? []);
  }
  return document;
}

/** A table from rows: objects, with their names as head, or lists. Every value is escaped. */
export function htmlTable(value: Json, options: JsonObject): Json {
  if (!Array.isArray(value)) throw new FormatProblem("A table is written from a list of rows: objects or lists.");
  const names = new Set<string>();
  for (const row of value) if (isJsonObject(row)) for (const name of Object.keys(row)) names.add(name);
  const head =
    names.size > 0 ? `<thead><tr>${[...names].map((name) => `<th>${escaped(name)}</th>`).join("")}</tr></thead>` : "";
  const rows = value.map((row) => {
    const cells = isJsonObject(row)
      ? [...names].map((name) => (Object.hasOwn(row, name) ? row[name] : undefined))
      : Array.isArray(row)
        ? row
        : [row];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
  });
  const title =
    typeof options.caption === "string" && options.caption !== ""
      ? `<caption>${escaped(options.caption)}</caption>`
      : "";
  return `<table>${title}${head}<tbody>${rows.join("")}</tbody></table>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(value: Json | undefined): string {
  const text = value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
