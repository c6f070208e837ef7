import { createContext, useContext } from "react";

/** Takes a path into the text field that had the focus last. */
export type InsertPath = (path: string) => void;

export interface InsertTarget {
  current: InsertPath | null;
}

/** The field that a reference chosen with the keyboard or a click goes into; each open inspector has its own. */
const InsertTargetContext = createContext<InsertTarget>({ current: null });
export const InsertTargetProvider = InsertTargetContext.Provider;

export function useInsertTarget(): InsertTarget {
  return useContext(InsertTargetContext);
}
