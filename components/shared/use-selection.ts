"use client";

import { useMemo, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  has(id: string): boolean;
  set(ids: readonly string[], selected: boolean): void;
  clear(): void;
  /** What a box over all of these shows. */
  stateOf(ids: readonly string[]): boolean | "indeterminate";
}

/** Several of a list. Only those of `present` count: what has left the list is not acted upon. */
export function useSelection(present: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const ids = new Set(present.filter((id) => chosen.has(id)));
    return {
      ids,
      has: (id) => ids.has(id),
      set: (some, selected) =>
        setChosen((before) => {
          const next = new Set(before);
          for (const id of some) {
            if (selected) next.add(id);
            else next.delete(id);
          }
          return next;
        }),
      clear: () => setChosen(new Set()),
      stateOf: (some) => {
        const count = some.filter((id) => ids.has(id)).length;
        return count === 0 ? false : count === some.length ? true : "indeterminate";
      },
    };
  }, [present, chosen]);
}
