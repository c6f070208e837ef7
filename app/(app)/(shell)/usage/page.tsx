import type { Metadata } from "next";
import { UsagePage } from "#components/usage/usage-page.tsx";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Usage" };

export default async function Page() {
  await requirePageCaller();
  return <UsagePage />;
}
