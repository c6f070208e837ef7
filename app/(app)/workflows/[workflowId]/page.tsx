import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EditorLoader } from "#components/editor/editor-loader.tsx";
import { requirePageCaller } from "#lib/auth/page-session.ts";
import { host } from "#lib/host/host.ts";
import { openWorkflow } from "#lib/workflows/open-workflow.ts";

interface Props {
  params: Promise<{ workflowId: string }>;
}

async function open({ params }: Props) {
  const { workflowId } = await params;
  const caller = await requirePageCaller();
  const opened = await host().db.withWorkspace(caller, (tx) => openWorkflow(tx, workflowId));
  if (!opened) notFound();
  return opened;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { workflow } = await open(props);
  return { title: workflow.name };
}

export default async function Page(props: Props) {
  return <EditorLoader {...(await open(props))} />;
}
