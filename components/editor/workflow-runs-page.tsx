"use client";

import Link from "next/link";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { FilteredRuns } from "#components/shared/runs/filtered-runs.tsx";
import { type WorkflowMeta, WorkflowTabs } from "./bar/top-bar.tsx";

/** All runs of one workflow. */
export function WorkflowRunsPage({ workflow, mayRun }: { workflow: WorkflowMeta; mayRun: boolean }) {
  return (
    <div className="flex h-dvh flex-col bg-surface">
      <header className="relative flex h-bar shrink-0 items-center gap-2 border-line border-b px-3">
        <Link
          href="/workflows"
          aria-label="All workflows"
          className="-ml-1 grid size-control shrink-0 place-items-center rounded-control hover:bg-hover"
        >
          <HeddleMark />
        </Link>
        <nav aria-label="Place" className="flex min-w-0 items-center gap-1.5 whitespace-nowrap text-fg-3">
          <Link href="/workflows" className="hover:text-fg hover:underline max-lg:hidden">
            Workflows
          </Link>
          <span aria-hidden className="max-lg:hidden">
            /
          </span>
          <h1 className="min-w-0 truncate font-medium text-base text-fg tracking-normal">
            <Link href={`/workflows/${workflow.id}`} className="px-1 hover:underline">
              {workflow.name}
            </Link>
          </h1>
        </nav>
        <span className="ml-auto" />
        <WorkflowTabs id={workflow.id} current="runs" />
      </header>
      <main className="flex min-h-0 flex-1 flex-col" aria-label="Runs">
        <FilteredRuns
          workflowId={workflow.id}
          mayRun={mayRun}
          empty={
            <EmptyState title="It has not run yet" className="m-5 max-sm:m-4">
              Press Run in the editor, or publish it and call its address.
            </EmptyState>
          }
        />
      </main>
    </div>
  );
}
