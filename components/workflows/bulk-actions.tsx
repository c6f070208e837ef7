"use client";

import { Download, Pause, Play, Trash2 } from "lucide-react";
import { BulkBar } from "#components/shared/bulk-bar.tsx";
import type { Selection } from "#components/shared/use-selection.ts";
import { exportWorkflows } from "#components/shared/workflows/export-workflows.ts";
import { useDeleteWorkflows, usePauseWorkflows } from "#components/shared/workflows/workflow-actions.ts";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";

interface BulkActionsProps {
  workflows: readonly WorkflowListItem[];
  selection: Selection;
  mayWrite: boolean;
}

/** What can be done to several workflows at once. */
export function BulkActions({ workflows, selection, mayWrite }: BulkActionsProps) {
  const selected = workflows.filter(({ id }) => selection.has(id));
  return (
    <BulkBar count={selected.length} clear={selection.clear}>
      {mayWrite ? <PauseButtons selected={selected} /> : null}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost">
            <Download aria-hidden className="size-4" />
            <span className="max-sm:sr-only">Export</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent side="top">
          <DropdownMenuItem onSelect={() => void exportWorkflows(selected, "yaml")}>As YAML</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void exportWorkflows(selected, "json")}>As JSON</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {mayWrite ? <DeleteButton selected={selected} clear={selection.clear} /> : null}
    </BulkBar>
  );
}

function PauseButtons({ selected }: { selected: readonly WorkflowListItem[] }) {
  const pause = usePauseWorkflows();
  const live = selected.filter(({ published, pausedAt }) => published !== null && pausedAt === null);
  const paused = selected.filter(({ published, pausedAt }) => published !== null && pausedAt !== null);
  return (
    <>
      {live.length > 0 || paused.length === 0 ? (
        <Button
          variant="ghost"
          busy={pause.isPending && pause.variables.pause}
          disabled={live.length === 0}
          title={live.length === 0 ? "None of them is live" : undefined}
          onClick={() => pause.mutate({ workflows: live, pause: true })}
        >
          <Pause aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Pause</span>
        </Button>
      ) : null}
      {paused.length > 0 ? (
        <Button
          variant="ghost"
          busy={pause.isPending && !pause.variables.pause}
          onClick={() => pause.mutate({ workflows: paused, pause: false })}
        >
          <Play aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Resume</span>
        </Button>
      ) : null}
    </>
  );
}

function DeleteButton({ selected, clear }: { selected: readonly WorkflowListItem[]; clear: () => void }) {
  const remove = useDeleteWorkflows(clear);
  return (
    <Button
      variant="ghost"
      className="text-fail [&_svg]:text-fail"
      busy={remove.isPending}
      onClick={() => remove.mutate(selected)}
    >
      <Trash2 aria-hidden className="size-4" />
      <span className="max-sm:sr-only">Delete</span>
    </Button>
  );
}
