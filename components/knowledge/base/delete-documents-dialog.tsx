"use client";

import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { toast } from "#components/shared/toast.ts";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { KnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import { counted } from "../counted.ts";
import { useDeleteDocuments } from "./use-documents.ts";

interface Props {
  baseId: string;
  documents: readonly KnowledgeDocument[];
  onClose(): void;
  onDeleted(): void;
}

export function DeleteDocumentsDialog({ baseId, documents, onClose, onDeleted }: Props) {
  const [only] = documents;
  const what = documents.length === 1 && only ? `“${only.name}”` : counted(documents.length, "document");
  const remove = useDeleteDocuments(baseId, () => {
    toast.success(`Deleted ${what}`);
    onDeleted();
    onClose();
  });
  return (
    <AlertDialog open onOpenChange={(open) => !open && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>Delete {what}?</AlertDialogTitle>
        <AlertDialogDescription>
          Searches find nothing of {documents.length === 1 ? "it" : "them"} from then on, and the{" "}
          {documents.length === 1 ? "original is" : "originals are"} gone too. This cannot be taken back.
        </AlertDialogDescription>
        {documents.length > 1 ? (
          <ul className="max-h-40 list-inside list-disc overflow-y-auto text-fg-2 text-small">
            {documents.map(({ id, name }) => (
              <li key={id} className="truncate">
                {name}
              </li>
            ))}
          </ul>
        ) : null}
        {remove.isError ? (
          <ErrorState title="Not everything was deleted" meaning={asProblem(remove.error).message} />
        ) : null}
        <AlertDialogFooter>
          <AlertDialogCancel>{documents.length === 1 ? "Keep it" : "Keep them"}</AlertDialogCancel>
          <Button
            variant="danger-solid"
            busy={remove.isPending}
            onClick={() => remove.mutate(documents.map(({ id }) => id))}
          >
            Delete
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
