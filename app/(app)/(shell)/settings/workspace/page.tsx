import type { Metadata } from "next";
import { WorkspacePage } from "#components/settings/workspace-page.tsx";
import { requireMember } from "#lib/auth/page-session.ts";
import { readWorkspace } from "#lib/auth/workspace.ts";
import { host } from "#lib/host/host.ts";

export const metadata: Metadata = { title: "Workspace" };

export default async function Page() {
  const { caller, me } = await requireMember();
  const workspace = await host().db.withWorkspace(caller, (tx) => readWorkspace(tx, caller));
  return <WorkspacePage workspace={workspace} mayWrite={me.permissions.includes("workspace:write")} />;
}
