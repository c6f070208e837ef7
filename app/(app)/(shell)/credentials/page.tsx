import type { Metadata } from "next";
import { CredentialsPage } from "#components/credentials/credentials-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Credentials" };

export default async function Page() {
  const caller = await requirePageCaller();
  return (
    <CredentialsPage
      mayRead={callerMay(caller, "credentials:read")}
      mayWrite={callerMay(caller, "credentials:write")}
    />
  );
}
