import { type CodePart, codeTones } from "#lib/docs/code-tones.ts";
import { cn } from "#lib/utils.ts";
import { CopyButton } from "./copy-button.tsx";

const tones: Readonly<Record<CodePart["tone"], string | undefined>> = {
  string: "text-ok",
  number: "text-primary-text",
  quiet: "text-fg-3",
  plain: undefined,
};

interface CodeBlockProps {
  code: string;
  language?: string | undefined;
  /** What it is, for those who do not see it, and on the button that copies it. */
  label?: string;
  /** A line above the code. */
  title?: string;
  /** Long lines go on below instead of out of sight. */
  isWrapped?: boolean;
  className?: string;
}

export function CodeBlock({ code, language, label = "code", title, isWrapped = false, className }: CodeBlockProps) {
  const parts = codeTones(code, language);
  return (
    <figure className={cn("group/code relative overflow-hidden rounded-card border border-line bg-sunken", className)}>
      {title === undefined ? null : (
        <figcaption className="flex h-8 items-center border-line max-sm:h-10 border-b pr-10 pl-3 font-medium text-fg-2 text-micro">
          {title}
        </figcaption>
      )}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways has to be reachable by keyboard
        tabIndex={0}
        className={cn(
          "max-h-[520px] overflow-auto px-3 py-2.5 font-mono text-[12px] leading-[18px]",
          isWrapped && "whitespace-pre-wrap [overflow-wrap:anywhere]",
        )}
      >
        <code className="text-[12px]">
          {parts.map((part, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name than their place
            <span key={i} className={tones[part.tone]}>
              {part.text}
            </span>
          ))}
        </code>
      </pre>
      <CopyButton text={code} label={`Copy ${label}`} className="absolute top-1 right-1 max-sm:top-0 max-sm:right-0" />
    </figure>
  );
}
