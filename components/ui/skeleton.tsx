import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";

/** A place where something real will be. Shows itself only after 200 ms, so quick answers do not flicker. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="skeleton"
      aria-hidden="true"
      className={cn("h-2.5 animate-late rounded-chip bg-press", className)}
      {...props}
    />
  );
}
