"use client";

import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { useDeleteBase, useKnowledgeUses } from "#components/shared/knowledge/use-knowledge-bases.ts";
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
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { counted } from "./counted.ts";

interface Props {
  base: KnowledgeBase;
  onClose(): void;
  onDeleted(): void;
}

/** Says what is lost and which workflows name it before it is gone: it cannot be brought back. */
export function DeleteBaseDialog({ base, onClose, onDeleted }: Props) {
  const uses = useKnowledgeUses(base.id);
  const remove = useDeleteBase(() => {
    toast.success(`Deleted “${base.name}”`);
    onDeleted();
  });
  const naming = uses.data ?? [];
  return (
    <AlertDialog open onOpenChange={(open) => !open && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>Delete “{base.name}”?</AlertDialogTitle>
        <AlertDialogDescription>
          {base.documents > 0
            ? `Its ${counted(base.documents, "document")}, the originals and everything searches find in them go with it.`
            : "It is empty."}{" "}
          It cannot be brought back.
        </AlertDialogDescription>
        {uses.isPending ? <Skeleton className="w-48" /> : null}
        {uses.isError ? (
          <ErrorState
            title="Which workflows use it is not known"
            meaning={asProblem(uses.error).message}
            action={<Button onClick={() => void uses.refetch()}>Try again</Button>}
          />
        ) : null}
        {uses.isSuccess && naming.length === 0 ? <p className="text-fg-2 text-small">No workflow names it.</p> : null}
        {naming.length > 0 ? (
          <div className="text-small">
            <p className="mb-1 text-fg-2">These workflows name it. Their nodes fail from then on:</p>
            <UsedByList uses={naming} />
          </div>
        ) : null}
        {remove.isError ? (
          <ErrorState title="The base is still there" meaning={asProblem(remove.error).message} />
        ) : null}
        <AlertDialogFooter>
          <AlertDialogCancel>Keep it</AlertDialogCancel>
          <Button
            variant="danger-solid"
            disabled={!uses.isSuccess}
            busy={remove.isPending}
            onClick={() => remove.mutate(base.id)}
          >
            Delete
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
