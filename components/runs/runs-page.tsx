"use client";

import { Activity } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { FilteredRuns } from "#components/shared/runs/filtered-runs.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";

/** Runs of the whole workspace, live. */
export function RunsPage({ mayRun }: { mayRun: boolean }) {
  return (
    <>
      <PageHeader title="Runs" />
      <FilteredRuns
        workflowId={null}
        mayRun={mayRun}
        empty={
          <EmptyState
            icon={<Activity aria-hidden />}
            title="Nothing has run yet"
            className="m-5 max-sm:m-4"
            action={
              <Button asChild>
                <Link href="/workflows">Go to the workflows</Link>
              </Button>
            }
          >
            Open a workflow and press Run, or publish it and call its address.
          </EmptyState>
        }
      />
    </>
  );
}
