import type { Metadata } from "next";
import { TemplatesPage } from "#components/templates/templates-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Templates" };

export default async function Page() {
  const caller = await requirePageCaller();
  return (
    <TemplatesPage
      mayWrite={callerMay(caller, "workflows:write")}
      mayWriteKnowledge={callerMay(caller, "knowledge:write")}
    />
  );
}
