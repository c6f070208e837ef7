import type { Article } from "#lib/docs/articles.ts";
import { headingsOf } from "#lib/docs/markdown.ts";
import { DocsPage } from "./docs-page.tsx";
import { Prose } from "./prose.tsx";

/** A guide, or another page that is written as Markdown. */
export function ArticlePage({ article, part }: { article: Article; part: { label: string; href?: string } }) {
  const headings = [...headingsOf(article.tokens).values()].filter(({ depth }) => depth <= 3);
  return (
    <DocsPage part={part} title={article.title} headings={headings}>
      <Prose tokens={article.tokens} file={article.file} />
    </DocsPage>
  );
}
