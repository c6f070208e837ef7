"use client";

import { ArrowUpRight, BookOpenText, X } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { pageWords, type Source } from "#lib/chat/sources.ts";
import { CiteMark } from "./cite.tsx";

interface SourcePanelProps {
  source: Source;
  /** All of the answer, the open one among them. */
  sources: readonly Source[];
  onOpen(number: number): void;
  onClose(): void;
}

/** The passage an answer points at, in the text around it; below, the answer's other sources. */
export function SourcePanel({ source, sources, onOpen, onClose }: SourcePanelProps) {
  const others = sources.filter(({ number }) => number !== source.number);
  const page = pageWords(source);
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-bg">
      <header className="flex h-11 shrink-0 items-center gap-1.5 border-line border-b pr-2 pl-3 max-md:h-[52px]">
        <CiteMark number={source.number} isOn />
        <h2 className="mr-auto min-w-0 truncate font-semibold text-small tracking-normal">{source.name}</h2>
        {source.url ? (
          <a
            href={source.url}
            target="_blank"
            rel="noopener noreferrer nofollow"
            aria-label="Open the page it comes from"
            title={source.url}
            className="inline-grid size-control-sm shrink-0 place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg max-md:size-10"
          >
            <ArrowUpRight aria-hidden className="size-3.5" />
          </a>
        ) : null}
        {source.documentId !== null && source.from !== null ? (
          <Link
            href={`/knowledge/documents/${encodeURIComponent(source.documentId)}?at=${source.from}`}
            target="_blank"
            aria-label="Open the passage in its document"
            title="Open the passage in its document"
            className="inline-grid size-control-sm shrink-0 place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg max-md:size-10"
          >
            <BookOpenText aria-hidden className="size-3.5" />
          </Link>
        ) : null}
        <IconButton label="Close" size="sm" className="max-md:size-10" onClick={onClose}>
          <X aria-hidden className="size-3.5" />
        </IconButton>
      </header>
      {page !== null || source.headings.length > 0 ? (
        <p className="shrink-0 truncate border-line border-b px-3 py-2 text-fg-2 text-micro">
          {[page && page.charAt(0).toUpperCase() + page.slice(1), ...source.headings].filter(Boolean).join(" · ")}
        </p>
      ) : null}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
        tabIndex={0}
        aria-label="Passage"
        className="m-3 min-h-0 flex-1 overflow-y-auto whitespace-pre-wrap rounded-control border border-line bg-surface px-6 py-5 text-base text-fg-2 leading-[21px] [overflow-wrap:anywhere]"
      >
        <Marked source={source} others={others} />
      </section>
      {others.length > 0 ? (
        <footer className="max-h-[40%] shrink-0 overflow-y-auto border-line border-t px-2 pt-1 pb-3">
          <h3 className="px-2 pt-1.5 pb-0.5 font-medium text-fg-3 text-micro tracking-normal">Other sources</h3>
          <ul>
            {others.map((other) => (
              <li key={other.number}>
                <button
                  type="button"
                  onClick={() => onOpen(other.number)}
                  className="flex h-7 w-full items-center gap-2 rounded-[5px] px-2 text-left text-small hover:bg-hover max-md:h-10"
                >
                  <CiteMark number={other.number} isOn={false} />
                  <span className="min-w-0 truncate">{other.name}</span>
                  <span className="ml-auto shrink-0 text-fg-3 text-micro">{pageWords(other)}</span>
                </button>
              </li>
            ))}
          </ul>
        </footer>
      ) : null}
    </div>
  );
}

/** The text with the passage marked, and fainter what other sources of the answer are in it. */
function Marked({ source, others }: { source: Source; others: readonly Source[] }): ReactNode {
  const [context, text] = [withoutSigns(source.context), withoutSigns(source.text)];
  const from = context.indexOf(text);
  if (from < 0 || text === "") return context || text;
  const near = (part: string) =>
    markOthers(
      part,
      others.map(({ text: other }) => withoutSigns(other)),
    );
  return (
    <>
      {near(context.slice(0, from))}
      <mark className="bg-primary-soft text-fg underline decoration-primary decoration-2 underline-offset-[3px]">
        {text}
      </mark>
      {near(context.slice(from + text.length))}
    </>
  );
}

/** Headings of Markdown as the words they are. */
function withoutSigns(text: string): string {
  return text.replace(/^ {0,3}#{1,6}[ \t]+/gm, "");
}

function markOthers(part: string, others: readonly string[]): ReactNode {
  const found = others.find((text) => text !== "" && part.includes(text));
  if (found === undefined) return part;
  const from = part.indexOf(found);
  return (
    <Fragment>
      {part.slice(0, from)}
      <mark className="bg-wait-soft text-fg underline decoration-wait underline-offset-[3px]">{found}</mark>
      {part.slice(from + found.length)}
    </Fragment>
  );
}
