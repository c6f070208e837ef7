"use client";

import { Copy, Ellipsis, PencilLine, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { useDuplicateWorkflow } from "./workflow-actions.ts";

export function RowMenu({ workflow }: { workflow: WorkflowListItem }) {
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const duplicate = useDuplicateWorkflow();
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          aria-label={`More for ${workflow.name}`}
          className="relative z-10 inline-grid size-control-sm place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg data-[state=open]:bg-press data-[state=open]:text-fg"
        >
          <Ellipsis aria-hidden className="size-4" />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setDialog("rename")}>
            <PencilLine aria-hidden />
            Rename
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => duplicate.mutate(workflow)}>
            <Copy aria-hidden />
            Duplicate
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem variant="danger" onSelect={() => setDialog("delete")}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {dialog === "rename" ? <RenameDialog workflow={workflow} onClose={() => setDialog(null)} /> : null}
      {dialog === "delete" ? <DeleteDialog workflow={workflow} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
