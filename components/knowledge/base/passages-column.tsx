"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronUp } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { KnowledgeChunk, KnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import { countTokens } from "#lib/rag/chunking/tokens.ts";
import { cn } from "#lib/utils.ts";
import { aboutDocument, pageWords } from "./document-words.ts";
import { passageText } from "./passage-text.ts";
import { useDocument } from "./use-documents.ts";
import { usePassageNumber, usePassages } from "./use-passages.ts";
import type { Place } from "./use-place.ts";

interface Props {
  baseId: string;
  place: Place;
  /** Another passage of the open document, by its number from 1. */
  go(passage: number): void;
}

/** The passages of the document that is open. */
export function PassagesColumn({ baseId, place, go }: Props) {
  const document = useDocument(baseId, place.document, undefined);
  if (place.document === null) {
    return (
      <Empty title="Passages">
        Choose a document to see the passages it was cut into, as searches find and cite them.
      </Empty>
    );
  }
  if (document.isError) {
    const problem = asProblem(document.error);
    return (
      <>
        <ColumnHead title="Passages" />
        <ErrorState
          className="m-3"
          title={problem.status === 404 ? "This document is not here any more" : "The document could not be loaded"}
          meaning={problem.message}
          action={problem.status === 404 ? null : <Button onClick={() => void document.refetch()}>Try again</Button>}
        />
      </>
    );
  }
  if (document.isPending) {
    return (
      <>
        <ColumnHead title="Passages" />
        <div role="status" className="flex flex-col gap-2 p-3">
          <span className="sr-only">Loading passages</span>
          <Skeleton className="h-24" />
          <Skeleton className="h-32" />
        </div>
      </>
    );
  }
  if (document.data.chunks === 0) return <Empty title={document.data.name}>{aboutDocument(document.data)}.</Empty>;
  return <Passages key={place.document} baseId={baseId} document={document.data} place={place} go={go} />;
}

function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <ColumnHead title={title} />
      <div className="flex-1 bg-bg">
        <p className="m-3 max-w-[440px] rounded-card border border-line-2 border-dashed p-4 text-fg-2 text-small">
          {children}
        </p>
      </div>
    </>
  );
}

function ColumnHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="flex h-9 shrink-0 items-center gap-2 border-line border-b pr-2 pl-3 max-sm:h-12">
      <h2 className="mr-auto min-w-0 truncate font-medium text-small tracking-normal">{title}</h2>
      {children}
    </header>
  );
}

function Passages({ baseId, document, place, go }: Props & { document: KnowledgeDocument }) {
  const { chunks } = document;
  const scroller = useRef<HTMLDivElement>(null);
  const named = usePassageNumber(baseId, document.id, place);
  const current = Math.min(named ?? 0, chunks - 1);
  const windowed = useVirtualizer({
    count: chunks,
    getScrollElement: () => scroller.current,
    estimateSize: () => 180,
    gap: 8,
    paddingStart: 12,
    paddingEnd: 12,
    scrollPaddingStart: 12,
    overscan: 4,
  });
  const rows = windowed.getVirtualItems();
  const { passages, error, retry } = usePassages(baseId, document, rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0);
  // Again once it is there: until then nobody knows how high it and those above it are.
  const isThere = passages.has(current);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (named !== null && named !== undefined) windowed.scrollToIndex(current, { align: "start" });
  }, [named, current, isThere, windowed]);
  const step = (by: number) => go(Math.min(Math.max(current + by, 0), chunks - 1) + 1);
  return (
    <>
      <ColumnHead title={document.name}>
        <IconButton size="sm" label="Passage before" disabled={current === 0} onClick={() => step(-1)}>
          <ChevronUp aria-hidden className="size-3.5" />
        </IconButton>
        <span className="whitespace-nowrap text-fg-3 text-micro" role="status">
          {(current + 1).toLocaleString("en-US")} of {chunks.toLocaleString("en-US")}
        </span>
        <IconButton size="sm" label="Next passage" disabled={current >= chunks - 1} onClick={() => step(1)}>
          <ChevronDown aria-hidden className="size-3.5" />
        </IconButton>
      </ColumnHead>
      {error ? (
        <ErrorState
          className="m-3"
          title="The passages could not be loaded"
          meaning={asProblem(error).message}
          action={<Button onClick={retry}>Try again</Button>}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard */}
      <div ref={scroller} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto bg-bg focus-visible:-outline-offset-2">
        <ol aria-label="Passages" className="relative" style={{ height: windowed.getTotalSize() }}>
          {rows.map(({ index, start, key }) => (
            <li
              key={key}
              ref={windowed.measureElement}
              data-index={index}
              aria-setsize={chunks}
              aria-posinset={index + 1}
              aria-current={named !== null && index === current ? "true" : undefined}
              className="absolute inset-x-3"
              style={{ transform: `translateY(${start}px)` }}
            >
              <Passage chunk={passages.get(index)} number={index + 1} isOpen={named !== null && index === current} />
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}

function Passage({ chunk, number, isOpen }: { chunk: KnowledgeChunk | undefined; number: number; isOpen: boolean }) {
  if (!chunk) return <Skeleton className="h-40 rounded-card" />;
  const { shared, title, parts } = passageText(chunk);
  const about = [
    pageWords(chunk.pages),
    `${chunk.tokens} tokens`,
    shared === "" ? null : `${countTokens(shared)} shared with ${number - 1}`,
    chunk.embedded ? null : "not searched yet",
  ];
  return (
    <article
      className={cn(
        "rounded-card border bg-surface px-3 pt-2 pb-3 leading-5",
        isOpen ? "border-primary-text shadow-[0_0_0_3px_var(--accent-soft)]" : "border-line",
      )}
    >
      <header className="mb-1 flex h-6 items-center gap-2">
        <span
          className={cn(
            "grid h-[18px] min-w-5 place-items-center rounded-chip px-1 font-mono text-[11px]",
            isOpen ? "bg-primary-soft text-primary-text" : "bg-idle-soft text-fg-2",
          )}
        >
          {number}
        </span>
        <span className="truncate text-fg-3 text-micro">{about.filter((part) => part !== null).join(" · ")}</span>
      </header>
      {shared === "" ? null : (
        <p className="whitespace-pre-line break-words border-line-control border-l-2 pl-2 text-fg-3">{shared}</p>
      )}
      {title === null ? null : (
        <h3 className="mt-1 mb-0.5 break-words" title={chunk.headings.join(" › ")}>
          {title}
        </h3>
      )}
      {parts.map(({ isHeading, text }, at) => {
        const Part = isHeading ? "h4" : "p";
        const follows = at > 0 && !parts[at - 1]?.isHeading;
        return (
          <Part
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which may repeat, never change their places
            key={at}
            className={cn(
              "whitespace-pre-line break-words",
              isHeading ? "font-medium text-fg" : "text-fg-2",
              follows && "mt-2",
            )}
          >
            {text}
          </Part>
        );
      })}
    </article>
  );
}
