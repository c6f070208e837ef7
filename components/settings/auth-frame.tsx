import type { ReactNode } from "react";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import { cn } from "#lib/utils.ts";

/** Mark, headline and form of the pages before one is signed in. */
export function AuthFrame({
  title,
  lead,
  steps,
  children,
  foot,
}: {
  title: string;
  lead: ReactNode;
  /** Where this page stands on a way of several. */
  steps?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <main className="mx-auto flex w-full max-w-[480px] flex-col px-5 pt-10 pb-6">
      <p className="flex items-center gap-2.5 font-semibold text-title tracking-[-0.02em]">
        <HeddleMark size={28} />
        Heddle
      </p>
      {steps}
      <h1
        className={cn(
          "text-figure leading-[30px] tracking-[-0.02em]",
          steps ? "mt-10 max-sm:mt-7" : "mt-24 max-sm:mt-12",
        )}
      >
        {title}
      </h1>
      <p className="mt-1.5 mb-5 text-fg-2">{lead}</p>
      {children}
      {foot ? <p className="mt-auto pt-10 text-fg-3 text-small">{foot}</p> : null}
    </main>
  );
}
