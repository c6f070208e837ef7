import type { ReactNode } from "react";
import { Shell } from "#components/shared/shell/shell.tsx";
import { requireMember } from "#lib/auth/page-session.ts";

export default async function ShellLayout({ children }: { children: ReactNode }) {
  const { me } = await requireMember();
  const member = { name: me.user.name, email: me.user.email, role: me.role, workspaceName: me.workspace.name };
  return <Shell member={member}>{children}</Shell>;
}
