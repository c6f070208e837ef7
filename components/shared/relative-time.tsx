"use client";

import { formatExact, formatRelative } from "./format-time.ts";
import { useNow } from "./use-now.ts";

/** "5 min ago", kept true while it is looked at; the exact time as a title and for machines. */
export function RelativeTime({ at, className }: { at: string | Date; className?: string }) {
  const now = useNow(30_000);
  const date = typeof at === "string" ? new Date(at) : at;
  return (
    // The server's zone and clock are not the reader's.
    <time dateTime={date.toISOString()} title={formatExact(date)} className={className} suppressHydrationWarning>
      {formatRelative(date, now)}
    </time>
  );
}
