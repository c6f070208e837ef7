import { useSyncExternalStore } from "react";

function never() {
  return () => {};
}

/** Where webhooks of this instance are called, without a slash at the end. */
export function useWebhookBase(): string {
  return useSyncExternalStore(
    never,
    () => `${window.location.origin}/api/webhooks`,
    () => "/api/webhooks",
  );
}
