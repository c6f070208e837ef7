import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RunLoader } from "#components/runs/page/run-loader.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";
import { host } from "#lib/host/host.ts";
import { openRun } from "#lib/runs/open-run.ts";

interface Props {
  params: Promise<{ runId: string }>;
}

async function open({ params }: Props) {
  const { runId } = await params;
  const caller = await requirePageCaller();
  const opened = await host().db.withWorkspace(caller, (tx) => openRun(tx, runId));
  if (!opened) notFound();
  return { ...opened, mayRun: callerMay(caller, "runs:write") };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { run } = await open(props);
  return { title: `${run.workflowName ?? "Deleted workflow"}, run #${run.id.slice(-6)}` };
}

export default async function Page(props: Props) {
  return <RunLoader {...(await open(props))} />;
}
