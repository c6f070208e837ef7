"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
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
import { Dialog, DialogContent, DialogFooter, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Conversation } from "#lib/api/contracts/chat.ts";
import { useDeleteConversation, useRenameConversation } from "./use-chats.ts";

interface DialogProps {
  conversation: Conversation;
  onClose(): void;
}

export function RenameConversationDialog({ conversation: { id, title }, onClose }: DialogProps) {
  const [name, setName] = useState(title);
  const rename = useRenameConversation(onClose);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent aria-describedby={undefined} className="max-w-[440px]">
        <DialogHeader>
          <DialogTitle>Rename chat</DialogTitle>
        </DialogHeader>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate({ id, title: name.trim() });
          }}
        >
          <Field label="Name" error={rename.isError ? asProblem(rename.error).message : undefined}>
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={200}
                required
                autoFocus
                onFocus={(event) => event.currentTarget.select()}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <DialogFooter>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" busy={rename.isPending} disabled={name.trim() === ""}>
              Rename
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
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
