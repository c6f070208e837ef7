"use client";

import { useState } from "react";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { Run } from "#lib/api/contracts/runs.ts";
import { RunList } from "./run-list.tsx";
import { useRunChanges } from "./use-runs.ts";

const filters: readonly { value: string; label: string; state?: Run["state"] }[] = [
  { value: "all", label: "All" },
  { value: "running", label: "Running", state: "running" },
  { value: "waiting", label: "Waiting", state: "waiting" },
  { value: "failed", label: "Failed", state: "failed" },
  { value: "completed", label: "Done", state: "completed" },
];

/** Runs of the whole workspace, live. */
export function RunsPage() {
  const [filter, setFilter] = useState("all");
  useRunChanges(null);
  const state = filters.find(({ value }) => value === filter)?.state;
  return (
    <>
      <PageHeader title="Runs" />
      <div className="flex shrink-0 items-center overflow-x-auto border-line border-b px-5 pb-3 max-sm:px-3 max-sm:py-2">
        <Segmented label="Which runs" value={filter} onValueChange={setFilter} options={filters} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2">
        <RunList
          workflowId={null}
          {...(state ? { state } : {})}
          empty={
            <EmptyState title={state ? "No run is in this state" : "Nothing has run yet"}>
              {state
                ? "Choose another filter above."
                : "Open a workflow and press Run, or publish it and call its address."}
            </EmptyState>
          }
        />
      </div>
    </>
  );
}
