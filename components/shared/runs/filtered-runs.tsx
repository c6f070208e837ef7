"use client";

import { Ban, RotateCcw } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useCallback, useMemo } from "react";
import { BulkBar } from "#components/shared/bulk-bar.tsx";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { type Selection, useSelection } from "#components/shared/use-selection.ts";
import { Button } from "#components/ui/button.tsx";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "#components/ui/dropdown-menu.tsx";
import type { Run } from "#lib/api/contracts/runs.ts";
import { RerunMenuItems } from "./rerun-menu-items.tsx";
import { useCancelRuns, useRerun } from "./run-actions.ts";
import { addressOf, filterOf, isFiltered, noFilter, type RunFilter } from "./run-filter.ts";
import { RunFilters } from "./run-filters.tsx";
import { RunListError, RunListLoading } from "./run-list.tsx";
import { RunTable } from "./run-table.tsx";
import { isOpen } from "./run-words.ts";
import { useRunChanges, useRuns } from "./use-runs.ts";

interface FilteredRunsProps {
  /** Null: of every workflow. */
  workflowId: string | null;
  mayRun: boolean;
  /** Shown where nothing has ever run. */
  empty: ReactNode;
}

/** The filter in the address, the runs it lets through, live, and what can be done to several of them. */
export function FilteredRuns({ workflowId, mayRun, empty }: FilteredRunsProps) {
  const [shown, setFilter] = useAddressFilter();
  const filter = useMemo(() => (workflowId === null ? shown : { ...shown, workflow: workflowId }), [shown, workflowId]);
  useRunChanges(filter.workflow);
  const list = useRuns(filter);
  const { runs } = list;
  const selection = useSelection(useMemo(() => runs.map(({ id }) => id), [runs]));
  const readMore = useCallback(() => void list.fetchNextPage(), [list.fetchNextPage]);
  return (
    <>
      <RunFilters filter={shown} onChange={setFilter} withWorkflow={workflowId === null} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {list.isPending ? (
          <RunListLoading />
        ) : !list.data ? (
          <RunListError retry={() => void list.refetch()} />
        ) : runs.length > 0 ? (
          <RunTable
            runs={runs}
            named={workflowId === null}
            selection={mayRun ? selection : null}
            hasMore={list.hasNextPage}
            isReading={list.isFetchingNextPage}
            readMore={readMore}
          />
        ) : isFiltered(shown) ? (
          <NothingFits clear={() => setFilter(noFilter)} />
        ) : (
          empty
        )}
        {mayRun ? <RunBulkBar runs={runs} selection={selection} /> : null}
      </div>
    </>
  );
}

/** The address is the state: what is set here can be sent to somebody, and Back goes back. */
function useAddressFilter(): [RunFilter, (next: RunFilter) => void] {
  const params = useSearchParams();
  const pathname = usePathname();
  const text = params.toString();
  const filter = useMemo(() => filterOf(new URLSearchParams(text)), [text]);
  const set = useCallback(
    (next: RunFilter) => window.history.pushState(null, "", `${pathname}${addressOf(next)}`),
    [pathname],
  );
  return [filter, set];
}

function NothingFits({ clear }: { clear: () => void }) {
  return (
    <EmptyState
      title="No run fits these filters"
      className="m-5 max-sm:m-4"
      action={
        <Button size="sm" onClick={clear}>
          Show all runs
        </Button>
      }
    >
      New runs appear here by themselves as soon as they fit.
    </EmptyState>
  );
}

function RunBulkBar({ runs, selection }: { runs: readonly Run[]; selection: Selection }) {
  const cancel = useCancelRuns();
  const rerun = useRerun();
  const selected = runs.filter(({ id }) => selection.has(id));
  const open = selected.filter(({ state }) => isOpen(state));
  return (
    <BulkBar count={selected.length} clear={selection.clear}>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" busy={rerun.isPending}>
            <RotateCcw aria-hidden className="size-4" />
            Run again
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent side="top">
          <RerunMenuItems
            rerun={(version) =>
              rerun.mutate({ ids: selected.map(({ id }) => id), version }, { onSuccess: selection.clear })
            }
          />
        </DropdownMenuContent>
      </DropdownMenu>
      <Button
        variant="ghost"
        className="text-fail [&_svg]:text-fail"
        busy={cancel.isPending}
        disabled={open.length === 0}
        title={open.length === 0 ? "All of them have ended" : undefined}
        onClick={() =>
          cancel.mutate(
            open.map(({ id }) => id),
            { onSuccess: selection.clear },
          )
        }
      >
        <Ban aria-hidden className="size-4" />
        {open.length === selected.length || open.length === 0 ? "Cancel" : `Cancel ${open.length}`}
      </Button>
    </BulkBar>
  );
}
