"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { NextRun } from "./next-run.tsx";
import { RowMenu } from "./row-menu.tsx";
import { RunSparkline } from "./run-sparkline.tsx";
import { startLabel } from "./starts-on.ts";
import { StatusCell } from "./status-cell.tsx";
import { successRate } from "./workflow-status.ts";
import { RowLink, type WorkflowListProps } from "./workflow-table.tsx";

/** Two lines a row, as the table does not fit. */
export function WorkflowNarrowList({ workflows, mayWrite, selection }: WorkflowListProps) {
  return (
    <ul>
      {workflows.map((workflow) => (
        <li
          key={workflow.id}
          data-state={selection.has(workflow.id) ? "selected" : undefined}
          className="relative flex min-h-[60px] items-center gap-3 border-line border-b py-1 pr-2 pl-4 active:bg-press data-[state=selected]:bg-primary-soft"
        >
          <Checkbox
            aria-label={`Select ${workflow.name}`}
            className="z-10"
            checked={selection.has(workflow.id)}
            onCheckedChange={(on) => selection.set([workflow.id], on === true)}
          />
          <div className="min-w-0 flex-1">
            <RowLink workflow={workflow} className="line-clamp-2 text-prose leading-5" />
            <p className="truncate text-fg-3 text-small">{secondLine(workflow)}</p>
          </div>
          {workflow.recentRuns.length > 0 ? (
            <RunSparkline runs={workflow.recentRuns} className="h-[18px] w-[84px] shrink-0 max-sm:w-16" />
          ) : null}
          <span className="flex w-[72px] shrink-0 flex-col items-end gap-[3px] whitespace-nowrap text-micro">
            <StatusCell workflow={workflow} compact />
            {workflow.published ? <NextRun workflow={workflow} /> : null}
          </span>
          <RowMenu workflow={workflow} mayWrite={mayWrite} />
        </li>
      ))}
    </ul>
  );
}

/** What starts it and how often it went well: `Webhook · 98%`. */
function secondLine(workflow: WorkflowListItem): string {
  if (!workflow.published) return "Draft";
  if (workflow.pausedAt !== null) return "Paused";
  const rate = successRate(workflow.recentRuns);
  const starts = workflow.startsOn.length === 0 ? "By hand" : workflow.startsOn.map(startLabel).join(", ");
  return rate === null ? starts : `${starts} · ${rate}%`;
}
