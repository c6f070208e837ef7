"use client";

import { Copy, Download, Ellipsis, FileX2, Pause, PencilLine, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { exportWorkflows } from "#components/shared/workflows/export-workflows.ts";
import {
  useDeleteWorkflows,
  useDuplicateWorkflow,
  usePauseWorkflows,
  useUnpublishWorkflow,
} from "#components/shared/workflows/workflow-actions.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { RenameWorkflowDialog } from "./rename-workflow-dialog.tsx";

/** What can be done to one workflow of the list. Whoever may only look can still export. */
export function RowMenu({ workflow, mayWrite }: { workflow: WorkflowListItem; mayWrite: boolean }) {
  const [renaming, setRenaming] = useState(false);
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
          {mayWrite ? <Changes workflow={workflow} rename={() => setRenaming(true)} /> : null}
          <DropdownMenuItem onSelect={() => void exportWorkflows([workflow], "yaml")}>
            <Download aria-hidden />
            Export as YAML
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void exportWorkflows([workflow], "json")}>
            <Download aria-hidden />
            Export as JSON
          </DropdownMenuItem>
          {mayWrite ? <Endings workflow={workflow} /> : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {renaming ? <RenameWorkflowDialog workflow={workflow} onClose={() => setRenaming(false)} /> : null}
    </>
  );
}

function Changes({ workflow, rename }: { workflow: WorkflowListItem; rename: () => void }) {
  const duplicate = useDuplicateWorkflow();
  return (
    <>
      <DropdownMenuItem onSelect={rename}>
        <PencilLine aria-hidden />
        Rename
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => duplicate.mutate(workflow)}>
        <Copy aria-hidden />
        Duplicate
      </DropdownMenuItem>
    </>
  );
}

function Endings({ workflow }: { workflow: WorkflowListItem }) {
  const pause = usePauseWorkflows();
  const unpublish = useUnpublishWorkflow();
  const remove = useDeleteWorkflows();
  const isPaused = workflow.pausedAt !== null;
  return (
    <>
      <DropdownMenuSeparator />
      {workflow.published ? (
        <>
          <DropdownMenuItem onSelect={() => pause.mutate({ workflows: [workflow], pause: !isPaused })}>
            {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {isPaused ? "Resume" : "Pause"}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => unpublish.mutate(workflow)}>
            <FileX2 aria-hidden />
            Unpublish
          </DropdownMenuItem>
        </>
      ) : null}
      <DropdownMenuItem variant="danger" onSelect={() => remove.mutate([workflow])}>
        <Trash2 aria-hidden />
        Delete
      </DropdownMenuItem>
    </>
  );
}
