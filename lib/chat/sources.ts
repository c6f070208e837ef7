import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";

/** A passage that an answer may point at with `[number]`. */
export type Source = {
  number: number;
  /** Of the document. */
  name: string;
  documentId: string | null;
  /** Where the passage begins in the document's text, in UTF-16 units. */
  from: number | null;
  /** Only http and https. */
  url: string | null;
  headings: string[];
  pages: { from: number; to: number } | null;
  text: string;
  /** What stands around it, with the passage in it; the passage alone where that is not known. */
  context: string;
};

const MOST_SOURCES = 100;
const MOST_CHARACTERS = 20_000;

/** Passages as `knowledge.retrieve` gives them, or anything of their form; what has no text is left out. */
export function sourcesOf(passages: readonly Json[]): Source[] {
  const found: Source[] = [];
  for (const [index, passage] of passages.slice(0, MOST_SOURCES).entries()) {
    const source = isJsonObject(passage) ? sourceOf(passage, index + 1) : null;
    if (source && !found.some(({ number }) => number === source.number)) found.push(source);
  }
  return found;
}

function sourceOf(passage: JsonObject, place: number): Source | null {
  const document: JsonObject = isJsonObject(passage.document) ? passage.document : {};
  const text = texts(passage.text).slice(0, MOST_CHARACTERS);
  const url = webAddress(document.url) ?? webAddress(passage.url);
  const name =
    texts(document.name) || texts(passage.document) || texts(passage.name) || texts(passage.title) || url || "";
  if (text === "" && name === "") return null;
  const context = texts(passage.context);
  return {
    number: wholeIn(passage.number) ?? place,
    name: name || `Source ${place}`,
    ...placeOf(passage, texts(document.id)),
    url,
    headings: (Array.isArray(passage.headings) ? passage.headings : [passage.under]).map(texts).filter(Boolean),
    pages: pagesOf(passage.pages),
    text,
    context: context.includes(text) ? around(context, text) : text,
  };
}

/** Where it stands: as a search says, or by its link, which is all that an agent's model is given. */
function placeOf(passage: JsonObject, documentId: string): Pick<Source, "documentId" | "from"> {
  if (documentId !== "") return { documentId, from: wholeIn(passage.from) };
  const [, id, at] = /\/knowledge\/documents\/(doc_\w{1,40})\?at=(\d{1,9})$/.exec(texts(passage.link)) ?? [];
  return { documentId: id ?? null, from: at === undefined ? null : Number(at) };
}

/** So much of a long section that the passage stands in its middle. */
function around(context: string, text: string): string {
  if (context.length <= MOST_CHARACTERS) return context;
  const from = Math.max(0, context.indexOf(text) - Math.floor((MOST_CHARACTERS - text.length) / 2));
  return context.slice(from, from + MOST_CHARACTERS);
}

function pagesOf(pages: Json | undefined): Source["pages"] {
  if (!isJsonObject(pages)) return null;
  const { from, to } = pages;
  return typeof from === "number" && typeof to === "number" ? { from, to } : null;
}

function webAddress(value: Json | undefined): string | null {
  const url = typeof value === "string" ? URL.parse(value) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

function wholeIn(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}

function texts(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** `page 4`, `pages 4-5`; null where there are none. */
export function pageWords({ pages }: Pick<Source, "pages">): string | null {
  if (pages === null) return null;
  return pages.from === pages.to ? `page ${pages.from}` : `pages ${pages.from}–${pages.to}`;
}

/** Numbers that a text points at, each once, in the order in which they come. */
export function citedIn(text: string, sources: readonly Pick<Source, "number">[]): number[] {
  const known = new Set(sources.map(({ number }) => number));
  const numbers = [...text.matchAll(/\[(\d{1,3})\]/g)].map(([, number]) => Number(number));
  return [...new Set(numbers)].filter((number) => known.has(number));
}
