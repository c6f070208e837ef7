import { ArrowRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import type { Article } from "#lib/docs/articles.ts";
import type { NodeGroup } from "#lib/docs/node-groups.ts";
import { MethodWord } from "./api/method-word.tsx";
import { SearchField } from "./search/search-buttons.tsx";
import "#components/canvas/canvas.css";

interface DocsHomeProps {
  guides: readonly Article[];
  architecture: readonly Article[];
  nodes: readonly NodeGroup[];
  counts: { functions: number; operations: number; decisions: number };
}

/** The front door: one search, and everything there is to read. */
export function DocsHome({ guides, architecture, nodes, counts }: DocsHomeProps) {
  const definitions = nodes.flatMap((group) => group.definitions);
  return (
    <div className="mx-auto flex max-w-[1000px] flex-col gap-11 px-10 pt-14 pb-24 max-md:px-6 max-sm:gap-9 max-sm:px-4 max-sm:pt-8">
      <header className="flex flex-col gap-2">
        <h1 className="text-figure leading-[30px] tracking-[-0.02em]">How Heddle works</h1>
        <p className="mb-3 max-w-[560px] text-fg-2 text-lead">
          Drawing workflows, running them, looking back at what happened, and calling all of it from a program.
        </p>
        <SearchField size="lg" label="Search guides, nodes, functions and API calls" />
      </header>

      <section aria-labelledby="guides" className="flex flex-col gap-3">
        <h2 id="guides">Guides</h2>
        <ul className="grid grid-cols-3 gap-3 max-md:grid-cols-2 max-sm:grid-cols-1">
          {guides.map(({ href, title, summary }) => (
            <li key={href}>
              <Link
                href={href}
                className="flex h-full flex-col gap-1 rounded-card border border-line px-3.5 py-3 hover:border-line-control"
              >
                <span className="font-medium text-lead leading-5">{title}</span>
                <span className="line-clamp-3 text-fg-3 text-small leading-[18px]">{summary}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>

      <section aria-labelledby="reference" className="flex flex-col gap-3">
        <h2 id="reference">Reference</h2>
        <ul className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
          <ReferenceCard href="/docs/nodes" title="Nodes" count={`${definitions.length} types`}>
            <span aria-hidden className="flex h-[88px] flex-wrap content-center gap-1.5 overflow-hidden">
              {definitions.slice(0, 24).map(({ type, category }) => (
                <NodeTile key={type} type={type} category={category} size="sm" />
              ))}
            </span>
          </ReferenceCard>
          <ReferenceCard href="/docs/expressions" title="Expressions" count={`${counts.functions} functions`}>
            <Lines
              lines={[
                <>
                  <b className="font-normal text-fg-3">{"{{ "}</b>trigger.body.total * 1.19
                  <b className="font-normal text-fg-3">{" }}"}</b>
                </>,
                <>
                  <b className="font-normal text-fg-3">{"{{ "}</b>order?.lines.map(line {"=>"} line.sku)
                  <b className="font-normal text-fg-3">{" }}"}</b>
                </>,
                <>
                  <b className="font-normal text-fg-3">{"{{ "}</b>customer.name ??{" "}
                  <span className="text-ok">"friend"</span>
                  <b className="font-normal text-fg-3">{" }}"}</b>
                </>,
              ]}
            />
          </ReferenceCard>
          <ReferenceCard href="/docs/api" title="HTTP API" count={`${counts.operations} operations`}>
            <Lines
              lines={operations.map(({ method, path }) => (
                <>
                  <MethodWord key={path} method={method} className="inline-block w-12" />
                  {path}
                </>
              ))}
            />
          </ReferenceCard>
        </ul>
      </section>

      <section aria-labelledby="inside" className="flex flex-col gap-3">
        <h2 id="inside">Running it, and how it is built</h2>
        <ul className="grid grid-cols-2 gap-x-8 max-sm:grid-cols-1">
          {architecture.map(({ href, title, summary }) => (
            <InsideLink key={href} href={href} title={title} summary={summary} />
          ))}
          <InsideLink
            href="/docs/decisions"
            title="Decisions"
            summary={`${counts.decisions} pages that say what was known, what was chosen, and what follows.`}
          />
        </ul>
      </section>
    </div>
  );
}

const operations = [
  { method: "POST", path: "/workflows/{id}/runs" },
  { method: "GET", path: "/runs?state=failed" },
  { method: "GET", path: "/runs/{id}/events" },
];

interface ReferenceCardProps {
  href: string;
  title: string;
  count: string;
  children: ReactNode;
}

function ReferenceCard({ href, title, count, children }: ReferenceCardProps) {
  return (
    <li>
      <Link
        href={href}
        className="group flex h-full flex-col overflow-hidden rounded-card border border-line hover:border-line-control"
      >
        <span className="block border-line border-b bg-bg px-3.5 py-3.5">{children}</span>
        <span className="flex items-baseline gap-2 px-3.5 py-2.5">
          <span className="font-medium text-lead leading-5">{title}</span>
          <span className="text-fg-3 text-small">{count}</span>
          <ArrowRight aria-hidden className="ml-auto size-3.5 self-center text-fg-3 group-hover:text-fg" />
        </span>
      </Link>
    </li>
  );
}

function Lines({ lines }: { lines: readonly ReactNode[] }) {
  return (
    <span aria-hidden className="flex h-[88px] flex-col justify-center gap-1.5 overflow-hidden">
      {lines.map((line, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: three lines that never move
          key={i}
          className="block truncate font-mono text-[11.5px] text-fg leading-[20px]"
        >
          {line}
        </span>
      ))}
    </span>
  );
}

function InsideLink({ href, title, summary }: { href: string; title: string; summary: string }) {
  return (
    <li className="border-line border-t">
      <Link href={href} prefetch={false} className="group flex flex-col gap-0.5 py-2.5">
        <span className="font-medium leading-[18px] group-hover:underline">{title}</span>
        <span className="line-clamp-2 text-fg-3 text-small leading-[17px]">{summary}</span>
      </Link>
    </li>
  );
}
