import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { WorkflowRunsPage } from "#components/editor/workflow-runs-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";
import { host } from "#lib/host/host.ts";
import { openWorkflow } from "#lib/workflows/open-workflow.ts";

export const metadata: Metadata = { title: "Runs" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  const caller = await requirePageCaller();
  const opened = await host().db.withWorkspace(caller, (tx) => openWorkflow(tx, workflowId));
  if (!opened) notFound();
  return <WorkflowRunsPage workflow={opened.workflow} mayRun={callerMay(caller, "runs:write")} />;
}
