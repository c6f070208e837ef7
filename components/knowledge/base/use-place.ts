"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** What the address says is open: `?document=…`, and `passage` (its id, or its number from 1) or `at`, a place in the text. */
export interface Place {
  document: string | null;
  passage: string | null;
  at: string | null;
}

export function usePlace() {
  const params = useSearchParams();
  const place: Place = { document: params.get("document"), passage: params.get("passage"), at: params.get("at") };
  /** A document is a step to go back from; another passage of it is not. */
  const open = useCallback((document: string | null, passage: string | number | null = null) => {
    const next = new URLSearchParams(window.location.search);
    const isSame = next.get("document") === document;
    next.delete("at");
    for (const [name, value] of [["document", document] as const, ["passage", passage] as const]) {
      if (value === null) next.delete(name);
      else next.set(name, String(value));
    }
    const address = next.size > 0 ? `?${next}` : window.location.pathname;
    if (isSame) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
  }, []);
  return { place, open };
}
