"use client";

import { RenameDialog } from "#components/shared/rename-dialog.tsx";
import { useRenameWorkflow } from "#components/shared/workflows/workflow-actions.ts";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";

interface RenameWorkflowDialogProps {
  workflow: Pick<WorkflowListItem, "id" | "name">;
  onClose: () => void;
}

export function RenameWorkflowDialog({ workflow: { id, name }, onClose }: RenameWorkflowDialogProps) {
  const rename = useRenameWorkflow();
  return (
    <RenameDialog
      title="Rename workflow"
      name={name}
      help="Addresses of webhooks do not change."
      rename={rename}
      onRename={(wanted) => rename.mutate({ id, name: wanted }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
