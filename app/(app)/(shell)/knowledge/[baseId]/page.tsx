import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BasePage } from "#components/knowledge/base/base-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";
import { host } from "#lib/host/host.ts";
import { findBase } from "#lib/rag/queries.ts";

interface Props {
  params: Promise<{ baseId: string }>;
}

async function open({ params }: Props) {
  const { baseId } = await params;
  const caller = await requirePageCaller();
  const base = await host().db.withWorkspace(caller, (tx) => findBase(tx, baseId));
  if (!base) notFound();
  return { base, mayWrite: callerMay(caller, "knowledge:write") };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { base } = await open(props);
  return { title: base.name };
}

export default async function Page(props: Props) {
  return <BasePage {...(await open(props))} />;
}
