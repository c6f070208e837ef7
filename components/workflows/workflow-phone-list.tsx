"use client";

import { RelativeTime } from "#components/shared/relative-time.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { RowMenu } from "./row-menu.tsx";
import { RunSparkline } from "./run-sparkline.tsx";
import { StatusCell } from "./status-cell.tsx";
import { successRate } from "./workflow-status.ts";
import { RowLink, type WorkflowListProps } from "./workflow-table.tsx";

/** Two lines a row, as the table does not fit. */
export function WorkflowPhoneList({ workflows, mayWrite }: WorkflowListProps) {
  return (
    <ul>
      {workflows.map((workflow) => (
        <li
          key={workflow.id}
          className="relative flex min-h-[60px] items-center gap-3 border-line border-b py-1 pr-2 pl-4 active:bg-press"
        >
          <div className="min-w-0 flex-1">
            <RowLink workflow={workflow} className="truncate text-prose" />
            <p className="truncate text-fg-3 text-small">
              <Rate workflow={workflow} />
              <RelativeTime at={workflow.updatedAt} />
            </p>
          </div>
          <RunSparkline runs={workflow.recentRuns} className="h-[18px] w-[84px] shrink-0" />
          <StatusCell workflow={workflow} compact />
          {mayWrite ? <RowMenu workflow={workflow} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Rate({ workflow }: { workflow: WorkflowListItem }) {
  const rate = successRate(workflow.recentRuns);
  return rate === null ? null : `${rate}% · `;
}
