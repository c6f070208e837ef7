import "server-only";
import { openApiDocument } from "../api/openapi.ts";
import { constantTable } from "../engine/expressions/functions/table.ts";
import { catalogue } from "../nodes/catalog.ts";
import { apiReference } from "./api-reference.ts";
import { type Article, type CollectionName, listArticles, readDocsFile } from "./articles.ts";
import { functionAnchor, functionGroups } from "./expression-reference.ts";
import { parseMarkdown, plainText, sectionsOf } from "./markdown.ts";
import { readNodePage } from "./node-pages.ts";
import { once } from "./once.ts";
import type { SearchEntry } from "./search-docs.ts";

/** Everything the documentation holds, as the search takes it. */
export const searchIndex = once(async (): Promise<SearchEntry[]> => {
  const [guides, nodes, expressions, architecture, decisions] = await Promise.all([
    articleEntries("guides", "Guide"),
    nodeEntries(),
    expressionEntries(),
    articleEntries("architecture", "Architecture"),
    articleEntries("decisions", "Decision"),
  ]);
  return [...guides, ...nodes, ...apiEntries(), ...expressions, ...architecture, ...decisions];
});

async function articleEntries(collection: CollectionName, kind: SearchEntry["kind"]): Promise<SearchEntry[]> {
  const articles = await listArticles(collection);
  return articles.flatMap((article) => entriesOf(article, kind));
}

function entriesOf({ title, href, tokens }: Article, kind: SearchEntry["kind"]): SearchEntry[] {
  return sectionsOf(tokens, 3).map(({ heading, tokens: inside }) => {
    const text = plainText(inside);
    if (!heading) return { kind, title, href, text };
    return { kind, title: heading.text, href: `${href}#${heading.id}`, within: title, text };
  });
}

async function nodeEntries(): Promise<SearchEntry[]> {
  return Promise.all(
    catalogue.all().map(async ({ type, title, summary, keywords = [] }): Promise<SearchEntry> => {
      const page = await readNodePage(type);
      const settings = page?.settings.map(({ label, help }) => `${label ?? ""} ${help ?? ""}`) ?? [];
      return {
        kind: "Node",
        title,
        href: `/docs/nodes/${type}`,
        keywords: `${type} ${keywords.join(" ")}`,
        text: `${summary} ${plainText(page?.intro)} ${settings.join(" ")}`.replaceAll(/\s+/g, " "),
      };
    }),
  );
}

function apiEntries(): SearchEntry[] {
  return apiReference(openApiDocument(undefined)).flatMap(({ title, slug, operations }) =>
    operations.map(
      (operation): SearchEntry => ({
        kind: "API",
        title: operation.summary.replaceAll("`", ""),
        href: `/docs/api/${slug}#${operation.id}`,
        within: title,
        keywords: `${operation.method} /api/v1${operation.path} ${operation.id}`,
        text: `${operation.method} /api/v1${operation.path}`,
      }),
    ),
  );
}

async function expressionEntries(): Promise<SearchEntry[]> {
  const page = "Expressions";
  const intro = sectionsOf(parseMarkdown(await readDocsFile("docs/expressions.md")), 2);
  const parts = intro
    .filter(({ heading }) => heading !== undefined && heading.depth === 2 && heading.text !== "Functions")
    .map(({ heading, tokens }): SearchEntry => {
      const href = `/docs/expressions#${heading?.id}`;
      return { kind: "Expression", title: heading?.text ?? "", href, within: page, text: plainText(tokens) };
    });
  const functions = functionGroups().flatMap(({ title, entries }) =>
    entries.map(
      (entry): SearchEntry => ({
        kind: "Expression",
        title: entry.signature,
        href: `/docs/expressions#${functionAnchor(entry)}`,
        within: title,
        keywords: entry.name,
        text: `${entry.description}: ${entry.example}`,
      }),
    ),
  );
  const constants = constantTable.map(
    ({ name, description }): SearchEntry => ({
      kind: "Expression",
      title: name,
      href: "/docs/expressions#constants",
      within: page,
      text: description,
    }),
  );
  const text = "Values in text fields, written as in JavaScript between {{ and }}.";
  return [{ kind: "Expression", title: page, href: "/docs/expressions", text }, ...parts, ...functions, ...constants];
}
