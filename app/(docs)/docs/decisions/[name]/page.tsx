import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ArticlePage } from "#components/docs/article-page.tsx";
import { collections, findArticle } from "#lib/docs/articles.ts";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const article = await findArticle("decisions", (await params).name);
  return article ? { title: article.title } : {};
}

export default async function Page({ params }: Props) {
  const article = await findArticle("decisions", (await params).name);
  if (!article) notFound();
  return <ArticlePage article={article} part={{ label: collections.decisions.title, href: "/docs/decisions" }} />;
}
