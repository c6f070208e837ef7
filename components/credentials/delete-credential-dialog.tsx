"use client";

import { asProblem } from "#components/shared/api.ts";
import { useCredential, useDeleteCredential } from "#components/shared/credentials/use-credentials.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { toast } from "#components/shared/toast.ts";
import { UsedByList } from "#components/shared/used-by-list.tsx";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Credential } from "#lib/api/contracts/credentials.ts";

/** Says where it is used before it is gone: it cannot be brought back. */
export function DeleteCredentialDialog({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const about = useCredential(credential.id);
  const remove = useDeleteCredential(() => {
    toast.success(`Deleted “${credential.name}”`);
    onClose();
  });
  const uses = about.data?.usedBy ?? [];
  return (
    <AlertDialog open onOpenChange={(open) => !open && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>Delete “{credential.name}”?</AlertDialogTitle>
        <AlertDialogDescription>
          {uses.length > 0
            ? "These workflows use it. Their nodes fail from then on, until another credential is chosen in them:"
            : "No workflow uses it. It cannot be brought back."}
        </AlertDialogDescription>
        {about.isPending ? <Skeleton className="w-48" /> : null}
        {uses.length > 0 ? <UsedByList uses={uses} /> : null}
        {remove.isError ? (
          <ErrorState title="The credential is still there" meaning={asProblem(remove.error).message} />
        ) : null}
        <AlertDialogFooter>
          <AlertDialogCancel>Keep it</AlertDialogCancel>
          <Button
            variant="danger-solid"
            disabled={!about.isSuccess}
            busy={remove.isPending}
            onClick={() => remove.mutate({ id: credential.id, force: uses.length > 0 })}
          >
            Delete
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
