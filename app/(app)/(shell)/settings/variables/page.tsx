import type { Metadata } from "next";
import { VariablesPage } from "#components/settings/variables-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Variables" };

export default async function Page() {
  const caller = await requirePageCaller();
  return <VariablesPage mayWrite={callerMay(caller, "variables:write")} />;
}
