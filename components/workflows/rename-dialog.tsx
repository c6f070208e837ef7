"use client";

import { useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { useRenameWorkflow } from "#components/shared/workflows/workflow-actions.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogFooter, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";

interface RenameDialogProps {
  workflow: Pick<WorkflowListItem, "id" | "name">;
  onClose: () => void;
}

export function RenameDialog({ workflow, onClose }: RenameDialogProps) {
  const [name, setName] = useState(workflow.name);
  const rename = useRenameWorkflow();
  const submit = () => {
    const wanted = name.trim();
    if (wanted === workflow.name) return onClose();
    rename.mutate({ id: workflow.id, name: wanted }, { onSuccess: onClose });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent aria-describedby={undefined} className="max-w-[440px]">
        <DialogHeader>
          <DialogTitle>Rename workflow</DialogTitle>
        </DialogHeader>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field
            label="Name"
            help="Addresses of webhooks do not change."
            error={rename.isError ? asProblem(rename.error).message : undefined}
          >
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
