import type { Metadata } from "next";
import { RunsPage } from "#components/runs/runs-page.tsx";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Runs" };

export default async function Page() {
  await requirePageCaller();
  return <RunsPage />;
}
