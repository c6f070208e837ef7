import type { Metadata } from "next";
import { ApiKeysPage } from "#components/settings/api-keys-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "API keys" };

export default async function Page() {
  const caller = await requirePageCaller();
  return <ApiKeysPage mayRead={callerMay(caller, "keys:read")} mayWrite={callerMay(caller, "keys:write")} />;
}
