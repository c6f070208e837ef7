import { createContext, useContext } from "react";

/**
 * True while a big workflow is seen from far away: cards are bars and threads are lines, without eyelets, text and
 * what only a pointer close by can hit. A thousand cards then cost a few thousand elements instead of twenty-five.
 */
const LeanContext = createContext(false);
export const LeanProvider = LeanContext.Provider;

export function useLean(): boolean {
  return useContext(LeanContext);
}
