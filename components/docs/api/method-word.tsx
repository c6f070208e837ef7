import { Fragment } from "react";
import { cn } from "#lib/utils.ts";

/** The method of an operation, in a column of its own. */
export function MethodWord({ method, className }: { method: string; className?: string }) {
  return (
    <span
      className={cn(
        "font-mono font-medium text-[11px] tracking-[0.02em]",
        method === "DELETE" ? "text-fail" : method === "GET" ? "text-fg-3" : "text-primary-text",
        className,
      )}
    >
      {method}
    </span>
  );
}

/** `/workflows/{id}/runs`, with what is to be filled in set apart; a line breaks before a slash. */
export function PathWords({ path }: { path: string }) {
  return path.split(/(?=\/)/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a path have no other name than their place
    <Fragment key={i}>
      {i > 0 ? <wbr /> : null}
      {part.startsWith("/{") ? (
        <>
          /<span className="text-fg-3">{part.slice(1)}</span>
        </>
      ) : (
        part
      )}
    </Fragment>
  ));
}
