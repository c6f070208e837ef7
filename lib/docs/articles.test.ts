import { existsSync } from "node:fs";
import path from "node:path";
import { marked, type Token } from "marked";
import { describe, expect, test } from "vitest";
import { linkTarget } from "./article-links.ts";
import { type CollectionName, collections, findArticle, listArticles } from "./articles.ts";
import { headingsOf } from "./markdown.ts";
import { searchIndex } from "./search-index.ts";

const root = path.resolve(import.meta.dirname, "../..");
const names = Object.keys(collections) as CollectionName[];

function linksIn(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  void marked.walkTokens([...tokens], (token) => {
    if (token.type === "link") found.push(token.href);
  });
  return found;
}

describe("articles", () => {
  test("are the files of the repository, with a title each, in the order in which one reads them", async () => {
    const guides = await listArticles("guides");
    expect(guides[0]).toMatchObject({ name: "workflows", title: "Workflows", href: "/docs/guides/workflows" });
    expect(guides.at(-1)?.name).toBe("add-a-node");
    for (const name of names) {
      for (const { title, summary } of await listArticles(name)) expect([title, summary]).not.toContain("");
    }
  });

  test("of no other file can be asked for", async () => {
    expect(await findArticle("guides", "runs")).toMatchObject({ title: "Runs" });
    for (const name of ["../security", "..%2Fsecurity", "nothing", "/etc/passwd"])
      expect(await findArticle("guides", name)).toBeUndefined();
    // What introduces a folder is the index of pages here.
    expect(await findArticle("architecture", "overview")).toBeDefined();
    expect(await findArticle("architecture", "README")).toBeUndefined();
  });

  test("link to pages and headings that exist", async () => {
    const articles = (await Promise.all(names.map(listArticles))).flat();
    const byHref = new Map(articles.map((article) => [article.href, article]));
    const others = ["/docs", "/docs/expressions", "/docs/decisions"];
    const dead: string[] = [];
    let seen = 0;
    for (const { file, tokens, href } of articles) {
      for (const link of linksIn(tokens)) {
        seen++;
        const target = linkTarget(link, file);
        if (target.kind === "outside") continue;
        if (target.kind === "file") {
          if (!existsSync(path.join(root, target.file))) dead.push(`${file}: ${link}`);
          continue;
        }
        const [page = "", anchor] = target.href.split("#");
        const article = byHref.get(page || href);
        const ids = [...headingsOf(article?.tokens ?? []).values()].map(({ id }) => id);
        const isThere = article ? anchor === undefined || ids.includes(anchor) : others.includes(page);
        if (!isThere) dead.push(`${file}: ${link}`);
      }
    }
    expect(seen).toBeGreaterThan(2);
    expect(dead).toEqual([]);
  });
});

describe("a link in an article", () => {
  test.each([
    ["runs.md", "docs/guides/workflows.md", { kind: "page", href: "/docs/guides/runs" }],
    ["runs.md#cancelling", "docs/guides/workflows.md", { kind: "page", href: "/docs/guides/runs#cancelling" }],
    ["../security.md", "docs/architecture/README.md", { kind: "page", href: "/docs/architecture/security" }],
    ["../adr/", "docs/architecture/overview.md", { kind: "page", href: "/docs/decisions" }],
    ["#here", "docs/guides/runs.md", { kind: "page", href: "#here" }],
    ["../SECURITY.md", "docs/security.md", { kind: "file", file: "SECURITY.md" }],
    ["https://www.inngest.com", "docs/guides/runs.md", { kind: "outside", href: "https://www.inngest.com" }],
    ["javascript:alert(1)", "docs/guides/runs.md", { kind: "file", file: "docs/guides/javascript:alert(1)" }],
  ])("%s in %s", (href, from, target) => {
    expect(linkTarget(href, from)).toEqual(target);
  });
});

test("the search knows every page of the documentation, each once", async () => {
  const entries = await searchIndex();
  const pages = entries.filter(({ within }) => within === undefined).map(({ href }) => href);
  for (const name of names) {
    for (const { href } of await listArticles(name)) expect(pages).toContain(href);
  }
  expect(pages).toContain("/docs/nodes/http.request");
  expect(pages).toContain("/docs/expressions");
  expect(entries.map(({ href }) => href)).toContain("/docs/api/runs#startRun");
  expect(new Set(pages).size).toBe(pages.length);
});
