import Link from "next/link";
import type { ReactNode } from "react";
import type { Heading } from "#lib/docs/markdown.ts";
import { cn } from "#lib/utils.ts";

interface DocsPageProps {
  /** The part of the documentation it belongs to. */
  part?: { label: string; href?: string };
  title: ReactNode;
  lead?: ReactNode;
  /** Headings for the list beside the page; fewer than two make none. */
  headings?: readonly Pick<Heading, "id" | "text" | "depth">[];
  /** `reading` keeps lines short, `wide` leaves room for two columns. */
  width?: "reading" | "wide";
  children: ReactNode;
}

/** One page of the documentation: where it stands, its title, its text, and on wide screens what is on it. */
export function DocsPage({ part, title, lead, headings = [], width = "reading", children }: DocsPageProps) {
  return (
    <div
      className={cn(
        "mx-auto flex gap-12 px-10 pt-10 pb-24 max-md:px-6 max-sm:px-4 max-sm:pt-5 max-sm:pb-16",
        width === "wide" ? "max-w-[1200px]" : "max-w-[1000px]",
      )}
    >
      <article className={cn("min-w-0 flex-1", width === "reading" && "max-w-[700px]")}>
        <header className="mb-7 flex flex-col gap-1.5 max-sm:mb-5">
          {part ? <PartLine {...part} /> : null}
          <h1 className="text-figure leading-[30px] tracking-[-0.02em]">{title}</h1>
          {lead ? <div className="max-w-[640px] text-fg-2 text-lead">{lead}</div> : null}
        </header>
        {children}
      </article>
      {headings.length > 1 ? <OnThisPage headings={headings} /> : null}
    </div>
  );
}

function PartLine({ label, href }: { label: string; href?: string }) {
  return (
    <p className="text-fg-3 text-small">
      {href === undefined ? (
        label
      ) : (
        <Link href={href} className="rounded-chip hover:text-fg hover:underline">
          {label}
        </Link>
      )}
    </p>
  );
}

function OnThisPage({ headings }: { headings: NonNullable<DocsPageProps["headings"]> }) {
  return (
    <nav
      aria-label="On this page"
      className="sticky top-10 max-h-[calc(100dvh-80px)] w-[200px] shrink-0 self-start overflow-y-auto max-lg:hidden"
    >
      <p className="pb-1.5 font-medium text-fg-3 text-micro">On this page</p>
      <ul className="border-line border-l">
        {headings.map(({ id, text, depth }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className={cn(
                "block py-[3px] text-fg-2 text-small leading-[18px] hover:text-fg",
                depth > 2 ? "pl-6" : "pl-3",
              )}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
