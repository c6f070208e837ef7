import type { Metadata } from "next";
import { WorkflowsPage } from "#components/workflows/workflows-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Workflows" };

export default async function Page() {
  const caller = await requirePageCaller();
  return <WorkflowsPage mayWrite={callerMay(caller, "workflows:write")} />;
}
