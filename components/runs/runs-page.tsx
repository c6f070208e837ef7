"use client";

import { EmptyState } from "#components/shared/empty-state.tsx";
import { FilteredRuns } from "#components/shared/runs/filtered-runs.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";

/** Runs of the whole workspace, live. */
export function RunsPage({ mayRun }: { mayRun: boolean }) {
  return (
    <>
      <PageHeader title="Runs" />
      <FilteredRuns
        workflowId={null}
        mayRun={mayRun}
        empty={
          <EmptyState title="Nothing has run yet" className="m-5 max-sm:m-4">
            Open a workflow and press Run, or publish it and call its address.
          </EmptyState>
        }
      />
    </>
  );
}
