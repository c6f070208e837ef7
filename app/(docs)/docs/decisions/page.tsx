import type { Metadata } from "next";
import { DecisionIndex } from "#components/docs/decision-index.tsx";
import { listArticles } from "#lib/docs/articles.ts";

export const metadata: Metadata = { title: "Decisions" };

export default async function Page() {
  return <DecisionIndex decisions={(await listArticles("decisions")).reverse()} />;
}
