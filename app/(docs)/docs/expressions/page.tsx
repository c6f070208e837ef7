import type { Metadata } from "next";
import { ExpressionsPage } from "#components/docs/expressions/expressions-page.tsx";
import { readDocsFile } from "#lib/docs/articles.ts";
import { functionGroups } from "#lib/docs/expression-reference.ts";
import { introOf } from "#lib/docs/expressions-intro.ts";
import { constantTable } from "#lib/engine/expressions/functions/table.ts";

export const metadata: Metadata = { title: "Expressions" };

export default async function Page() {
  const intro = introOf(await readDocsFile("docs/expressions.md"));
  return <ExpressionsPage intro={intro} groups={functionGroups()} constants={constantTable} />;
}
