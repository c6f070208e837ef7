import type { Metadata } from "next";
import { SchedulesPage } from "#components/schedules/schedules-page.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Schedules" };

export default async function Page() {
  const caller = await requirePageCaller();
  return <SchedulesPage mayWrite={callerMay(caller, "workflows:write")} />;
}
