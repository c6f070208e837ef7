import type { ReactNode } from "react";
import type { Heading } from "#lib/docs/markdown.ts";
import { cn } from "#lib/utils.ts";

interface HeadingLinkProps {
  heading: Heading;
  children?: ReactNode;
  className?: string;
}

/** A heading that can be linked to: the sign before it appears with the pointer or the focus. */
export function HeadingLink({ heading, children, className }: HeadingLinkProps) {
  const Element = heading.depth <= 2 ? "h2" : "h3";
  return (
    <Element
      id={heading.id}
      className={cn(
        "group/heading scroll-mt-6 text-fg max-sm:scroll-mt-[68px]",
        heading.depth <= 2 ? "mt-6 text-title leading-6 first:mt-0" : "mt-3 font-semibold text-lead leading-[22px]",
        className,
      )}
    >
      {children ?? heading.text}
      <a
        href={`#${heading.id}`}
        aria-label={`Link to “${heading.text}”`}
        className="ml-1.5 rounded-chip px-0.5 font-normal text-fg-3 opacity-0 hover:text-primary-text focus-visible:opacity-100 group-hover/heading:opacity-100"
      >
        #
      </a>
    </Element>
  );
}
