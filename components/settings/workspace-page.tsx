"use client";

import { PageHeader } from "#components/shared/shell/page-header.tsx";
import type { Workspace } from "#lib/api/contracts/workspace.ts";
import { HostListsForm } from "./host-lists-form.tsx";
import { RetentionForm } from "./retention-form.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";
import { WorkspaceForm } from "./workspace-form.tsx";

/** What everybody here shares: the workspace's name, whose nine o'clock it keeps, how long runs are kept, what may be called. */
export function WorkspacePage({ workspace, mayWrite }: { workspace: Workspace; mayWrite: boolean }) {
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <WorkspaceForm workspace={workspace} mayWrite={mayWrite} />
        <RetentionForm workspace={workspace} mayWrite={mayWrite} />
        {/* The server writes hosts in one way: what was saved is shown as it is kept. */}
        <HostListsForm
          key={JSON.stringify([workspace.outboundAllow, workspace.outboundDeny])}
          workspace={workspace}
          mayWrite={mayWrite}
        />
      </div>
    </>
  );
}
