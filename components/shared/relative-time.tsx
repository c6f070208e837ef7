"use client";

import { formatExact, formatRelative } from "./format-time.ts";
import { useNow } from "./use-now.ts";

interface RelativeTimeProps {
  at: string | Date;
  className?: string;
  /** May it be to come? Else what is younger than this page's last look at the clock has just happened. */
  mayCome?: boolean;
}

/** "5 min ago", kept true while it is looked at; the exact time as a title and for machines. */
export function RelativeTime({ at, className, mayCome = false }: RelativeTimeProps) {
  const date = typeof at === "string" ? new Date(at) : at;
  const clock = useNow(30_000);
  const now = !mayCome && clock < date ? date : clock;
  return (
    // The server's zone and clock are not the reader's.
    <time dateTime={date.toISOString()} title={formatExact(date)} className={className} suppressHydrationWarning>
      {formatRelative(date, now)}
    </time>
  );
}
