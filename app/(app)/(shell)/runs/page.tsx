import type { Metadata } from "next";
import { RunsPage } from "#components/runs/runs-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Runs" };

export default async function Page() {
  const caller = await requirePageCaller();
  return <RunsPage mayRun={callerMay(caller, "runs:write")} />;
}
