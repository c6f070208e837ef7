import type { Metadata } from "next";
import Link from "next/link";
import { DocsPage } from "#components/docs/docs-page.tsx";
import { SearchField } from "#components/docs/search/search-buttons.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <DocsPage
      title="There is no such page"
      lead="The address may have a typing mistake, or what it described is not in this version of Heddle."
    >
      <div className="flex flex-col items-start gap-4">
        <SearchField size="lg" label="Search the documentation" />
        <Link
          href="/docs"
          className="text-primary-text text-prose underline decoration-primary-line underline-offset-[3px] hover:decoration-current"
        >
          See everything there is
        </Link>
      </div>
    </DocsPage>
  );
}
