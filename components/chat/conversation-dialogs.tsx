"use client";

import { useRouter } from "next/navigation";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { RenameDialog } from "#components/shared/rename-dialog.tsx";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Conversation } from "#lib/api/contracts/chat.ts";
import { useDeleteConversation, useRenameConversation } from "./use-chats.ts";

interface DialogProps {
  conversation: Conversation;
  onClose(): void;
}

export function RenameConversationDialog({ conversation: { id, title }, onClose }: DialogProps) {
  const rename = useRenameConversation(onClose);
  return (
    <RenameDialog
      title="Rename chat"
      name={title}
      rename={rename}
      onRename={(wanted) => rename.mutate({ id, title: wanted })}
      onClose={onClose}
    />
  );
}

export function DeleteConversationDialog({ conversation: { id, title }, onClose }: DialogProps) {
  const router = useRouter();
  const remove = useDeleteConversation(() => {
    onClose();
    router.push("/chat");
  });
  return (
    <AlertDialog open onOpenChange={(open) => !open && onClose()}>
      <AlertDialogContent>
        <AlertDialogTitle>Delete “{title}”?</AlertDialogTitle>
        <AlertDialogDescription>
          Questions and answers are gone for good, and an answer under way is stopped. The runs stay as long as all
          others.
        </AlertDialogDescription>
        {remove.isError ? (
          <ErrorState title="The chat is still there" meaning={asProblem(remove.error).message} />
        ) : null}
        <AlertDialogFooter>
          <AlertDialogCancel>Keep it</AlertDialogCancel>
          <Button variant="danger-solid" busy={remove.isPending} onClick={() => remove.mutate(id)}>
            Delete
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
