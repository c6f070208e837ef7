import type { Metadata } from "next";
import { WorkspacePage } from "#components/settings/workspace-page.tsx";
import { requireMember } from "#lib/auth/page-session.ts";

export const metadata: Metadata = { title: "Workspace" };

export default async function Page() {
  const { me } = await requireMember();
  return <WorkspacePage workspace={me.workspace} mayWrite={me.permissions.includes("workspace:write")} />;
}
