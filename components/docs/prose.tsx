import type { Token, Tokens } from "marked";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { CodeBlock } from "#components/shared/code/code-block.tsx";
import { linkTarget } from "#lib/docs/article-links.ts";
import { type Heading, headingsOf, isCode, isHeading, isList, isTable } from "#lib/docs/markdown.ts";
import { cn } from "#lib/utils.ts";
import { HeadingLink } from "./heading-link.tsx";

interface ProseProps {
  tokens: readonly Token[];
  /** File the tokens come from: relative links begin there. */
  file: string;
  /** Draws a code block in its own way; null for the usual one. */
  drawCode?: ((code: string) => ReactNode) | undefined;
  className?: string;
}

/** Markdown as the app's own elements. HTML in it is not shown: no text can become markup. */
export function Prose({ tokens, file, drawCode, className }: ProseProps) {
  return (
    <div className={cn("flex flex-col gap-3 text-fg-2 text-prose [&_strong]:text-fg", className)}>
      <Blocks tokens={tokens} file={file} drawCode={drawCode} />
    </div>
  );
}

/** Tokens that stand in a line: the content of a cell, a summary. */
export function InlineProse({ tokens, file }: Pick<ProseProps, "tokens" | "file">) {
  return <Inline tokens={tokens} file={file} />;
}

function Blocks({ tokens, file, drawCode }: Omit<ProseProps, "className">) {
  const headings = headingsOf(tokens);
  return keyed(tokens, (token) => (
    <Block token={token} file={file} heading={headings.get(token)} drawCode={drawCode} />
  ));
}

interface BlockProps extends Pick<ProseProps, "file" | "drawCode"> {
  token: Token;
  heading: Heading | undefined;
}

function Block({ token, file, heading, drawCode }: BlockProps): ReactNode {
  if (isHeading(token) && heading) {
    return (
      <HeadingLink heading={heading}>
        <Inline tokens={token.tokens} file={file} />
      </HeadingLink>
    );
  }
  if (isCode(token))
    return drawCode?.(token.text) ?? <CodeBlock code={token.text} language={token.lang?.split(" ")[0]} />;
  if (isTable(token)) return <Table table={token} file={file} />;
  if (isList(token)) return <List list={token} file={file} />;
  if (token.type === "blockquote") {
    return (
      <blockquote className="flex flex-col gap-2 border-line-2 border-l-2 pl-3.5">
        <Blocks tokens={token.tokens ?? []} file={file} />
      </blockquote>
    );
  }
  if (token.type === "hr") return <hr className="my-2 border-line" />;
  if (token.type === "paragraph") {
    return (
      <p>
        <Inline tokens={token.tokens ?? []} file={file} />
      </p>
    );
  }
  // A tight list's item holds its text without a paragraph.
  if (token.type === "text") return <Inline tokens={("tokens" in token && token.tokens) || [token]} file={file} />;
  return null;
}

function List({ list, file }: { list: Tokens.List; file: string }) {
  const Element = list.ordered ? "ol" : "ul";
  return (
    <Element
      start={typeof list.start === "number" ? list.start : undefined}
      className={cn(
        "flex flex-col gap-1.5 pl-5 marker:text-fg-3",
        list.ordered ? "list-decimal marker:tabular-nums" : "list-disc",
      )}
    >
      {keyed(list.items, (item) => (
        <li className="[&>p+*]:mt-1.5">
          <Blocks tokens={item.tokens} file={file} />
        </li>
      ))}
    </Element>
  );
}

function Table({ table, file }: { table: Tokens.Table; file: string }) {
  const hasHead = table.header.some((cell) => cell.text !== "");
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways has to be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-card border border-line"
    >
      <table className="w-full text-left text-base leading-5">
        {hasHead ? (
          <thead className="border-line border-b bg-bg text-fg-3 text-micro">
            <tr>
              {keyed(table.header, (cell) => {
                if (cell.text === "") return <td />;
                return (
                  <th scope="col" className="px-3 py-2 font-medium first-letter:uppercase">
                    <Inline tokens={cell.tokens} file={file} />
                  </th>
                );
              })}
            </tr>
          </thead>
        ) : null}
        <tbody className="divide-y divide-line">
          {keyed(table.rows, (row) => (
            <tr className="align-top">
              {keyed(row, (cell) => (
                <td className="min-w-[7rem] px-3 py-2 [&>code:only-child]:whitespace-nowrap">
                  <Inline tokens={cell.tokens} file={file} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inline({ tokens, file }: Pick<ProseProps, "tokens" | "file">): ReactNode {
  return keyed(tokens, (token) => inlineOf(token, file));
}

function inlineOf(token: Token, file: string): ReactNode {
  const inner = () => <Inline tokens={("tokens" in token && token.tokens) || []} file={file} />;
  switch (token.type) {
    case "strong":
      return <strong>{inner()}</strong>;
    case "em":
      return <em>{inner()}</em>;
    case "del":
      return <del>{inner()}</del>;
    case "codespan":
      return <InlineCode>{token.text}</InlineCode>;
    case "br":
      return <br />;
    case "link":
      return <ProseLink target={linkTarget(token.href, file)}>{inner()}</ProseLink>;
    case "text":
    case "escape":
      return "text" in token ? token.text : null;
    default:
      return null;
  }
}

export function InlineCode({ children }: { children: ReactNode }) {
  return (
    <code className="rounded-chip bg-sunken box-decoration-clone px-1 py-px text-fg shadow-[inset_0_0_0_1px_var(--line)]">
      {children}
    </code>
  );
}

const linkLook = "text-primary-text underline decoration-primary-line underline-offset-[3px] hover:decoration-current";

function ProseLink({ target, children }: { target: ReturnType<typeof linkTarget>; children: ReactNode }) {
  if (target.kind === "file") return <span title={target.file}>{children}</span>;
  if (target.kind === "page") {
    return (
      <Link href={target.href} prefetch={false} className={linkLook}>
        {children}
      </Link>
    );
  }
  return (
    <a href={target.href} target="_blank" rel="noreferrer" className={linkLook}>
      {children}
    </a>
  );
}

function keyed<T>(items: readonly T[], draw: (item: T) => ReactNode): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name than their place, and never move
  return items.map((item, i) => <Fragment key={i}>{draw(item)}</Fragment>);
}
