"use client";

import { useMutation } from "@tanstack/react-query";
import { api } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { eachOf, failureText } from "#components/shared/workflows/each-of.ts";
import { type Named, useRefreshWorkflows } from "#components/shared/workflows/workflow-actions.ts";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { deleteForGood } from "#lib/api/operations.ts";

/** The one thing that cannot be taken back, so it asks. */
export function DeleteForGoodDialog({ workflows, onClose }: { workflows: readonly Named[]; onClose: () => void }) {
  const refresh = useRefreshWorkflows();
  const purge = useMutation({
    mutationFn: () => eachOf(workflows, ({ id }) => api.call(deleteForGood, { params: { id } })),
    onSuccess: async ({ failed }) => {
      await refresh();
      if (failed.length === 0) onClose();
    },
  });
  const [only] = workflows;
  const failed = purge.data?.failed ?? [];
  return (
    <AlertDialog open onOpenChange={(open) => !open && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>
          {workflows.length === 1
            ? `Delete “${only?.name}” for good?`
            : `Delete ${workflows.length} workflows for good?`}
        </AlertDialogTitle>
        <AlertDialogDescription>
          The draft and all published versions are gone then, and cannot be brought back. Past runs stay in the list of
          runs.
        </AlertDialogDescription>
        {failed.length > 0 ? (
          <ErrorState title={failureText(failed, "was not deleted")} meaning={failed[0]?.reason} />
        ) : null}
        <AlertDialogFooter>
          <AlertDialogCancel>Keep</AlertDialogCancel>
          <Button variant="danger-solid" busy={purge.isPending} onClick={() => purge.mutate()}>
            Delete for good
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
