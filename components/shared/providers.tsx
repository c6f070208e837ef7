"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asProblem } from "./api.ts";
import { LazyToaster } from "./lazy-toaster.tsx";
import { NonceContext } from "./nonce.ts";

declare global {
  /** Where get-nonce, used by Radix's scroll lock, looks for the nonce of the style elements it makes. */
  var __webpack_nonce__: string | undefined;
}

/** A refusal will not turn into a yes by asking again; a broken connection may heal. Who waited once has waited enough. */
function shouldRetry(failures: number, error: unknown): boolean {
  const { status, cause } = asProblem(error);
  const timedOut = cause instanceof DOMException && cause.name === "TimeoutError";
  return failures < 2 && !timedOut && (status === 0 || status >= 500);
}

function createQueryClient(): QueryClient {
  // "always": offline, a read fails and the page says so; the default would leave a skeleton standing.
  return new QueryClient({
    defaultOptions: { queries: { staleTime: 5_000, retry: shouldRetry, networkMode: "always" } },
  });
}

export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(createQueryClient);
  // The browser hides a nonce from scripts once it is used, so only the first render has it.
  const [pageNonce] = useState(() => {
    if (typeof window !== "undefined") globalThis.__webpack_nonce__ ??= nonce;
    return nonce;
  });
  return (
    <NonceContext.Provider value={pageNonce}>
      <QueryClientProvider client={client}>
        {children}
        <LazyToaster />
      </QueryClientProvider>
    </NonceContext.Provider>
  );
}
