import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "./providers.tsx";

/** What pages that do things need; pages that are only read (the documentation) load without it. */
export async function PageProviders({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return <Providers nonce={nonce}>{children}</Providers>;
}
