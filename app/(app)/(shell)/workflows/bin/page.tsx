import type { Metadata } from "next";
import { BinPage } from "#components/workflows/bin-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Bin" };

export default async function Page() {
  const caller = await requirePageCaller();
  return <BinPage mayWrite={callerMay(caller, "workflows:write")} />;
}
