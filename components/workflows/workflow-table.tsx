"use client";

import Link from "next/link";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import type { Selection } from "#components/shared/use-selection.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Table, TableCell, TableHead, TableRow } from "#components/ui/table.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { cn } from "#lib/utils.ts";
import { NextRun } from "./next-run.tsx";
import { RowMenu } from "./row-menu.tsx";
import { RunSparkline } from "./run-sparkline.tsx";
import { StartTags } from "./start-tags.tsx";
import { StatusCell } from "./status-cell.tsx";
import { successRate } from "./workflow-status.ts";

export interface WorkflowListProps {
  workflows: readonly WorkflowListItem[];
  mayWrite: boolean;
  selection: Selection;
}

export function WorkflowTable({ workflows, mayWrite, selection }: WorkflowListProps) {
  const all = workflows.map(({ id }) => id);
  return (
    <Table className="table-fixed">
      <thead>
        <tr>
          <TableHead className="w-11 pr-0">
            <Checkbox
              aria-label="Select all"
              className="align-middle"
              checked={selection.stateOf(all)}
              onCheckedChange={(on) => selection.set(all, on === true)}
            />
          </TableHead>
          <TableHead>Name</TableHead>
          <TableHead className="w-[176px]">Starts on</TableHead>
          <TableHead className="w-[136px]">Last 10 runs</TableHead>
          <TableHead className="w-[84px] text-right max-lg:hidden">Success</TableHead>
          <TableHead className="w-[140px] pl-6">Status</TableHead>
          <TableHead className="w-[112px] max-lg:hidden">Next run</TableHead>
          <TableHead className="w-[104px] max-xl:hidden">Changed</TableHead>
          <TableHead className="w-14">
            <span className="sr-only">Actions</span>
          </TableHead>
        </tr>
      </thead>
      <tbody>
        {workflows.map((workflow) => (
          <WorkflowRow key={workflow.id} workflow={workflow} mayWrite={mayWrite} selection={selection} />
        ))}
      </tbody>
    </Table>
  );
}

function WorkflowRow(props: { workflow: WorkflowListItem; mayWrite: boolean; selection: Selection }) {
  const { workflow, mayWrite, selection } = props;
  const rate = successRate(workflow.recentRuns);
  const isSelected = selection.has(workflow.id);
  return (
    <TableRow className="relative whitespace-nowrap" data-state={isSelected ? "selected" : undefined}>
      <TableCell className="pr-0">
        <Checkbox
          aria-label={`Select ${workflow.name}`}
          className="z-10 align-middle"
          checked={isSelected}
          onCheckedChange={(on) => selection.set([workflow.id], on === true)}
        />
      </TableCell>
      <TableCell className="h-[50px]">
        <RowLink workflow={workflow} className="truncate text-base leading-[17px]" />
        {workflow.description ? (
          <span className="block truncate text-fg-3 text-micro">{workflow.description}</span>
        ) : null}
      </TableCell>
      <TableCell>
        <StartTags workflow={workflow} />
      </TableCell>
      <TableCell>
        <RunSparkline runs={workflow.recentRuns} />
      </TableCell>
      <TableCell className={cn("text-right max-lg:hidden", rate !== null && rate < 90 && "text-fail")}>
        {rate === null ? <NoRuns /> : `${rate}%`}
      </TableCell>
      <TableCell className="pl-6">
        <StatusCell workflow={workflow} />
      </TableCell>
      <TableCell className="max-lg:hidden">
        <NextRun workflow={workflow} />
      </TableCell>
      <TableCell className="text-fg-3 max-xl:hidden">
        <RelativeTime at={workflow.updatedAt} />
      </TableCell>
      <TableCell className="text-right">
        <RowMenu workflow={workflow} mayWrite={mayWrite} />
      </TableCell>
    </TableRow>
  );
}

/** The whole row opens the workflow; the link that does it carries the name. */
export function RowLink({ workflow, className }: { workflow: WorkflowListItem; className?: string }) {
  return (
    <Link
      href={`/workflows/${workflow.id}`}
      className={cn(
        "block font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus",
        className,
      )}
    >
      {workflow.name}
    </Link>
  );
}

function NoRuns() {
  return (
    <span className="text-fg-3">
      <span aria-hidden="true">–</span>
      <span className="sr-only">No runs yet</span>
    </span>
  );
}
