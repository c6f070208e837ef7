"use client";

import { useEffect, useState } from "react";

/** The time, again every `everyMs`. For words like "5 min ago" that must not grow old. */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
