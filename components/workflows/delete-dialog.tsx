"use client";

import { toast } from "sonner";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { useDeleteWorkflow } from "./workflow-actions.ts";

interface DeleteDialogProps {
  workflow: Pick<WorkflowListItem, "id" | "name" | "published">;
  onClose: () => void;
}

export function DeleteDialog({ workflow, onClose }: DeleteDialogProps) {
  const remove = useDeleteWorkflow();
  const confirm = () =>
    remove.mutate(workflow.id, {
      onSuccess: () => {
        toast.success(`Deleted “${workflow.name}”`);
        onClose();
      },
    });
  return (
    <AlertDialog open onOpenChange={(open) => !open && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>Delete “{workflow.name}”?</AlertDialogTitle>
        <AlertDialogDescription>
          {workflow.published
            ? "Its addresses and schedules stop working at once. The workflow and all its versions are gone for good."
            : "The draft is gone for good. It was never published, so nothing else depends on it."}
        </AlertDialogDescription>
        {remove.isError ? <ErrorState title="It was not deleted" meaning={asProblem(remove.error).message} /> : null}
        <AlertDialogFooter>
          <AlertDialogCancel>Keep it</AlertDialogCancel>
          <Button variant="danger-solid" busy={remove.isPending} onClick={confirm}>
            Delete workflow
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
