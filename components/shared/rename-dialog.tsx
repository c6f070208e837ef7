"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogFooter, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { asProblem } from "./api.ts";

interface RenameDialogProps {
  title: string;
  name: string;
  help?: string;
  /** The renaming as it stands. */
  rename: { isPending: boolean; isError: boolean; error: unknown };
  /** A new name, without blanks around it. */
  onRename(name: string): void;
  onClose(): void;
}

/** Gives a thing another name. */
export function RenameDialog({ title, name: before, help, rename, onRename, onClose }: RenameDialogProps) {
  const [name, setName] = useState(before);
  const submit = () => {
    const wanted = name.trim();
    if (wanted === before) onClose();
    else onRename(wanted);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent aria-describedby={undefined} className="max-w-[440px]">
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
        </DialogHeader>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Name" help={help} error={rename.isError ? asProblem(rename.error).message : undefined}>
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
