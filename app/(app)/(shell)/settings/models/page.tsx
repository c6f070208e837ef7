import type { Metadata } from "next";
import { ModelsPage } from "#components/settings/models-page.tsx";
import { readRules } from "#lib/ai/usage/queries.ts";
import { requireMember } from "#lib/auth/page-session.ts";
import { host } from "#lib/host/host.ts";

export const metadata: Metadata = { title: "Models" };

export default async function Page() {
  const { caller, me } = await requireMember();
  const rules = await host().db.withWorkspace(caller, (tx) => readRules(tx));
  return <ModelsPage rules={rules} mayWrite={me.permissions.includes("workspace:write")} />;
}
