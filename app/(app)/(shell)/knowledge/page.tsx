import type { Metadata } from "next";
import { KnowledgePage } from "#components/knowledge/knowledge-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Knowledge" };

export default async function Page() {
  const caller = await requirePageCaller();
  return <KnowledgePage mayWrite={callerMay(caller, "knowledge:write")} />;
}
