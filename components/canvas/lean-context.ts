import { createContext, useContext } from "react";

/** True while a big workflow is seen from far away, and drawn in one piece: then cards and threads of their own show nothing. */
const LeanContext = createContext(false);
export const LeanProvider = LeanContext.Provider;

export function useLean(): boolean {
  return useContext(LeanContext);
}
