"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Toaster } from "#components/ui/toaster.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { NonceContext } from "./nonce.ts";

declare global {
  /** Where get-nonce, used by Radix's scroll lock, looks for the nonce of the style elements it makes. */
  var __webpack_nonce__: string | undefined;
}

/** A refusal will not turn into a yes by asking again; a broken connection may heal. */
function shouldRetry(failures: number, error: unknown): boolean {
  const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 0;
  return failures < 2 && (status === 0 || status >= 500);
}

function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: shouldRetry } } });
}

export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(createQueryClient);
  // The browser hides a nonce from scripts once it is used, so only the first render has it.
  const [pageNonce] = useState(() => {
    globalThis.__webpack_nonce__ ??= nonce;
    return nonce;
  });
  return (
    <NonceContext.Provider value={pageNonce}>
      <QueryClientProvider client={client}>
        <TooltipProvider>{children}</TooltipProvider>
        <Toaster />
      </QueryClientProvider>
    </NonceContext.Provider>
  );
}
