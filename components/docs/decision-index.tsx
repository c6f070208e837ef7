import Link from "next/link";
import type { Article } from "#lib/docs/articles.ts";
import { DocsPage } from "./docs-page.tsx";

/** Decisions by their titles, which say what was decided; newest first. */
export function DecisionIndex({ decisions }: { decisions: readonly Article[] }) {
  return (
    <DocsPage
      title="Decisions"
      lead="One page for each decision that somebody may question: what was known, what was chosen, what follows."
    >
      <ol className="divide-y divide-line border-line border-y">
        {decisions.map(({ href, name, title }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className="group grid grid-cols-[48px_minmax(0,1fr)] items-baseline py-2.5"
            >
              <span className="font-mono text-fg-3 text-small">{name.slice(0, 4)}</span>
              <span className="font-medium group-hover:underline">{title}</span>
            </Link>
          </li>
        ))}
      </ol>
    </DocsPage>
  );
}
