"use client";

import type { Token, Tokens } from "marked";
import { Fragment, memo, type ReactNode } from "react";
import { CodeBlock } from "#components/shared/code/code-block.tsx";
import { answerTokens } from "#lib/chat/answer-tokens.ts";
import { safeAddress } from "#lib/chat/safe-address.ts";
import { isCode, isHeading, isList, isTable } from "#lib/docs/markdown.ts";
import { cn } from "#lib/utils.ts";

interface MarkdownProps {
  text: string;
  /** Draws what `[1]` points at; null where there is no such source. */
  drawCite(number: number): ReactNode | null;
}

/**
 * What a model or a stranger has written, as the app's own elements. HTML in it is shown as text, pictures are links, and links
 * lead to pages and mailboxes only: nothing is loaded or run because it was written.
 */
export function Markdown({ text, drawCite }: MarkdownProps) {
  const tokens = answerTokens(text);
  if (tokens === null) return <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>;
  return (
    <div className="flex flex-col gap-2.5 text-prose [overflow-wrap:anywhere] [&_strong]:font-semibold">
      <Blocks tokens={tokens} drawCite={drawCite} />
    </div>
  );
}

interface PartsProps {
  tokens: readonly Token[];
  drawCite: MarkdownProps["drawCite"];
}

function Blocks({ tokens, drawCite }: PartsProps) {
  return keyed(tokens, (token) => <Block token={token} drawCite={drawCite} />);
}

/** A block that is written already is not drawn again with every word that comes after it. */
const Block = memo(
  DrawnBlock,
  (before, after) =>
    before.token.raw === after.token.raw &&
    before.token.type === after.token.type &&
    before.drawCite === after.drawCite,
);

const headings = ["text-lead", "text-prose", "text-prose", "text-prose", "text-prose", "text-prose"] as const;

function DrawnBlock({ token, drawCite }: { token: Token; drawCite: MarkdownProps["drawCite"] }): ReactNode {
  if (isCode(token)) return <CodeBlock code={token.text} language={token.lang?.split(" ")[0]} />;
  if (isTable(token)) return <Table table={token} drawCite={drawCite} />;
  if (isList(token)) return <List list={token} drawCite={drawCite} />;
  // Headings of an answer are none of the page.
  if (isHeading(token))
    return (
      <p className={cn("mt-1.5 font-semibold", headings[token.depth - 1])}>
        <Inline tokens={token.tokens} drawCite={drawCite} />
      </p>
    );
  switch (token.type) {
    case "blockquote":
      return (
        <blockquote className="flex flex-col gap-2 border-line-control border-l-2 pl-3 text-fg-2">
          <Blocks tokens={token.tokens ?? []} drawCite={drawCite} />
        </blockquote>
      );
    case "hr":
      return <hr className="my-1 border-line" />;
    case "paragraph":
      return (
        <p>
          <Inline tokens={token.tokens ?? []} drawCite={drawCite} />
        </p>
      );
    case "text":
      return <Inline tokens={("tokens" in token && token.tokens) || [token]} drawCite={drawCite} />;
    case "html":
      return <p className="whitespace-pre-wrap">{token.raw.trimEnd()}</p>;
    default:
      return null;
  }
}

function List({ list, drawCite }: { list: Tokens.List; drawCite: MarkdownProps["drawCite"] }) {
  const Element = list.ordered ? "ol" : "ul";
  return (
    <Element
      start={typeof list.start === "number" ? list.start : undefined}
      className={cn("flex flex-col gap-1 pl-5 marker:text-fg-3", list.ordered ? "list-decimal" : "list-disc")}
    >
      {keyed(list.items, (item) => (
        <li className={cn("[&>p+*]:mt-1.5", item.task && "list-none")}>
          {item.task ? <span aria-hidden>{item.checked ? "☑ " : "☐ "}</span> : null}
          <Blocks tokens={item.tokens} drawCite={drawCite} />
        </li>
      ))}
    </Element>
  );
}

function Table({ table, drawCite }: { table: Tokens.Table; drawCite: MarkdownProps["drawCite"] }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways has to be reachable by keyboard
      tabIndex={0}
      aria-label="Table"
      className="overflow-x-auto rounded-card border border-line"
    >
      <table className="w-full text-left text-base">
        <thead className="border-line border-b bg-bg text-fg-2 text-small">
          <tr>
            {keyed(table.header, (cell) => (
              <th scope="col" className="px-3 py-1.5 font-medium">
                <Inline tokens={cell.tokens} drawCite={drawCite} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {keyed(table.rows, (row) => (
            <tr className="align-top">
              {keyed(row, (cell) => (
                <td className="px-3 py-1.5">
                  <Inline tokens={cell.tokens} drawCite={drawCite} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Inline({ tokens, drawCite }: PartsProps): ReactNode {
  return keyed(tokens, (token) => inlineOf(token, drawCite));
}

function inlineOf(token: Token, drawCite: MarkdownProps["drawCite"]): ReactNode {
  const inner = () => <Inline tokens={("tokens" in token && token.tokens) || []} drawCite={drawCite} />;
  switch (token.type) {
    case "strong":
      return <strong>{inner()}</strong>;
    case "em":
      return <em>{inner()}</em>;
    case "del":
      return <del>{inner()}</del>;
    case "codespan":
      return <code className="rounded-chip bg-sunken px-1 py-px text-[0.9em]">{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return citeIn(token.raw, drawCite) ?? <SafeLink address={token.href}>{inner()}</SafeLink>;
    case "image":
      return <SafeLink address={token.href}>{token.text || "Picture"}</SafeLink>;
    case "text":
      return "tokens" in token && token.tokens ? inner() : withCites(token.text, drawCite);
    case "escape":
      return token.text;
    case "html":
      return token.raw;
    default:
      return null;
  }
}

/** A text may define where `[1]` leads; a source of that number stands above it. */
function citeIn(raw: string, drawCite: MarkdownProps["drawCite"]): ReactNode | null {
  const number = /^\[(\d{1,3})\]$/.exec(raw)?.[1];
  return number === undefined ? null : drawCite(Number(number));
}

function withCites(text: string, drawCite: MarkdownProps["drawCite"]): ReactNode {
  return keyed(text.split(/(\[\d{1,3}\])/), (part) => citeIn(part, drawCite) ?? part);
}

function SafeLink({ address, children }: { address: string; children: ReactNode }) {
  const href = safeAddress(address);
  // What leads nowhere is shown with where it wanted to lead.
  if (href === null)
    return (
      <span>
        {children} <span className="text-fg-3">({address.slice(0, 200)})</span>
      </span>
    );
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-primary-text underline decoration-primary-line underline-offset-[3px] hover:decoration-current"
    >
      {children}
    </a>
  );
}

function keyed<T>(items: readonly T[], draw: (item: T) => ReactNode): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name than their place, and new ones come at its end
  return items.map((item, i) => <Fragment key={i}>{draw(item)}</Fragment>);
}
