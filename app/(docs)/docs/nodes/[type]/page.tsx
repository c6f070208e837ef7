import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NodeArticle } from "#components/docs/nodes/node-article.tsx";
import { readNodePage } from "#lib/docs/node-pages.ts";

type Props = { params: Promise<{ type: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await readNodePage((await params).type);
  return page ? { title: page.title } : {};
}

export default async function Page({ params }: Props) {
  const page = await readNodePage((await params).type);
  if (!page) notFound();
  return <NodeArticle page={page} />;
}
