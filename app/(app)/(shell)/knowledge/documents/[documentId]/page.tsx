import { notFound, redirect } from "next/navigation";
import { requirePageCaller } from "#lib/auth/page-session.ts";
import { host } from "#lib/host/host.ts";
import { findBaseOfDocument } from "#lib/rag/queries.ts";

interface Props {
  params: Promise<{ documentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Who cites a passage knows its document, and not what base that is in. */
export default async function Page({ params, searchParams }: Props) {
  const { documentId } = await params;
  const { passage, at } = await searchParams;
  const caller = await requirePageCaller();
  const baseId = await host().db.withWorkspace(caller, (tx) => findBaseOfDocument(tx, documentId));
  if (baseId === null) notFound();
  const query = new URLSearchParams({ document: documentId });
  if (typeof passage === "string") query.set("passage", passage);
  if (typeof at === "string") query.set("at", at);
  redirect(`/knowledge/${baseId}?${query}`);
}
