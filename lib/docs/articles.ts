import "server-only";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Token } from "marked";
import { isHeading, parseMarkdown, plainText } from "./markdown.ts";

export interface Article {
  collection: CollectionName;
  /** Last part of its address. */
  name: string;
  href: string;
  /** From the repository's root: where its links begin. */
  file: string;
  title: string;
  /** Its first paragraph, without marks. */
  summary: string;
  /** Without the title. */
  tokens: readonly Token[];
}

interface Collection {
  title: string;
  folder: string;
  /** Files that lie elsewhere, by the name under which they are shown. */
  also?: Readonly<Record<string, string>>;
  /** These come first, in this order; the rest follows by name. */
  first?: readonly string[];
  last?: readonly string[];
}

export const collections = {
  guides: {
    title: "Guides",
    folder: "docs/guides",
    first: [
      "workflows",
      "webhooks",
      "schedules",
      "runs",
      "credentials",
      "models",
      "knowledge",
      "agents",
      "chat",
      "templates",
    ],
    last: ["add-a-node"],
  },
  architecture: {
    title: "Running it, and how it is built",
    folder: "docs/architecture",
    also: { security: "docs/security.md", performance: "docs/performance.md" },
    first: ["environment", "security", "threat-model", "performance", "overview", "components", "interactions"],
  },
  decisions: { title: "Decisions", folder: "docs/adr" },
} as const satisfies Record<string, Collection>;

export type CollectionName = keyof typeof collections;

/** The server's working folder is the repository (server.ts): the pages are the very files that lie in it. */
function inRepository(file: string): string {
  return path.join(/* turbopackIgnore: true */ process.cwd(), file);
}

export function readDocsFile(file: string): Promise<string> {
  return readFile(inRepository(file), "utf8");
}

export async function listArticles(collection: CollectionName): Promise<Article[]> {
  const files = await filesOf(collection);
  const articles = await Promise.all([...files].map(([name, file]) => readArticleFile(collection, name, file)));
  return articles.sort(byPlace(collections[collection]));
}

/** Undefined where there is none of that name. */
export async function findArticle(collection: CollectionName, name: string): Promise<Article | undefined> {
  const file = (await filesOf(collection)).get(name);
  return file === undefined ? undefined : readArticleFile(collection, name, file);
}

/** Only what the folder lists can be asked for: a name is never part of a path. */
async function filesOf(collection: CollectionName): Promise<Map<string, string>> {
  const { folder, also = {} }: Collection = collections[collection];
  const entries = await readdir(inRepository(folder));
  const inFolder = entries
    .filter((entry) => entry.endsWith(".md") && entry !== "README.md")
    .map((entry) => [entry.slice(0, -3), `${folder}/${entry}`] as const);
  return new Map([...inFolder, ...Object.entries(also)]);
}

async function readArticleFile(collection: CollectionName, name: string, file: string): Promise<Article> {
  const tokens = parseMarkdown(await readDocsFile(file));
  const heading = tokens.find((token) => isHeading(token) && token.depth === 1);
  const first = tokens.find(({ type }) => type === "paragraph");
  return {
    collection,
    name,
    href: `/docs/${collection}/${name}`,
    file,
    title: heading && isHeading(heading) ? plainText(heading.tokens) : name,
    summary: first && "tokens" in first ? plainText(first.tokens).replace(/:$/, ".") : "",
    tokens: tokens.filter((token) => token !== heading && token.type !== "html"),
  };
}

function byPlace({ first = [], last = [] }: Collection): (a: Article, b: Article) => number {
  const place = (name: string) => {
    const at = first.indexOf(name);
    if (at >= 0) return at;
    return last.includes(name) ? first.length + 1 : first.length;
  };
  return (a, b) => place(a.name) - place(b.name) || a.name.localeCompare(b.name, "en");
}
