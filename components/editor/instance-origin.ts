import { useSyncExternalStore } from "react";

function never() {
  return () => {};
}

/** Where this instance is reached, without a slash at the end. */
export function useInstanceOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
}
