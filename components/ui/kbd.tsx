import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";

export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      data-slot="kbd"
      className={cn(
        "inline-grid h-4 min-w-4 place-items-center rounded-chip border border-line-2 bg-surface px-1 font-medium font-sans text-[10px] text-fg-3 leading-[14px] max-sm:hidden",
        className,
      )}
      {...props}
    />
  );
}

/** A combination, one cap for each key. On a phone there is no keyboard to hint at. */
export function Keys({ keys, className }: { keys: readonly string[]; className?: string }) {
  return (
    <span data-slot="keys" className={cn("inline-flex gap-0.5", className)}>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
