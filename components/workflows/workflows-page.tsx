"use client";

import { Trash2, Upload } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { useDebounced } from "#components/shared/use-debounced.ts";
import { NARROW, useMediaQuery } from "#components/shared/use-media-query.ts";
import { useSelection } from "#components/shared/use-selection.ts";
import { Button } from "#components/ui/button.tsx";
import { BulkActions } from "./bulk-actions.tsx";
import { FirstWorkflow } from "./first-workflow.tsx";
import { ImportDialog, type ImportSource } from "./import-dialog.tsx";
import { NewWorkflowButton } from "./new-workflow-button.tsx";
import { SearchBox } from "./search-box.tsx";
import { useImportGestures } from "./use-import-gestures.ts";
import { useWorkflows } from "./use-workflows.ts";
import { WorkflowListSkeleton } from "./workflow-list-skeleton.tsx";
import { WorkflowNarrowList } from "./workflow-narrow-list.tsx";
import { type WorkflowListProps, WorkflowTable } from "./workflow-table.tsx";

export function WorkflowsPage({ mayWrite }: { mayWrite: boolean }) {
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim(), 200);
  const list = useWorkflows(search);
  const workflows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const selection = useSelection(useMemo(() => workflows.map(({ id }) => id), [workflows]));
  const [importing, setImporting] = useState<ImportSource | "ask" | null>(null);
  const isDropped = useImportGestures(mayWrite ? setImporting : null);
  const importDialog =
    importing === null ? null : (
      <ImportDialog given={importing === "ask" ? null : importing} onClose={() => setImporting(null)} />
    );
  const nothingYet = list.isSuccess && !list.isPlaceholderData && search === "" && workflows.length === 0;
  const page = nothingYet ? (
    <FirstWorkflow mayWrite={mayWrite} onImport={() => setImporting("ask")} />
  ) : (
    <>
      <PageHeader
        title="Workflows"
        note={list.isSuccess && !list.hasNextPage && search === "" ? workflows.length : null}
      >
        {mayWrite ? (
          <Button onClick={() => setImporting("ask")}>
            <Upload aria-hidden className="size-4" />
            <span className="max-sm:sr-only">Import</span>
          </Button>
        ) : null}
        {mayWrite ? <NewWorkflowButton /> : null}
      </PageHeader>
      <div className="flex shrink-0 items-center gap-2 border-line border-b px-5 pb-3 max-sm:px-3 max-sm:py-2">
        <SearchBox label="Search by name" value={typed} onChange={setTyped} />
        <Button asChild variant="ghost" className="ml-auto">
          <Link href="/workflows/bin">
            <Trash2 aria-hidden className="size-4" />
            Bin
          </Link>
        </Button>
      </div>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <div className="min-h-0 flex-1 overflow-y-auto" aria-busy={list.isFetching}>
          <Body
            list={list}
            workflows={workflows}
            search={search}
            clear={() => setTyped("")}
            mayWrite={mayWrite}
            selection={selection}
          />
        </div>
        <BulkActions workflows={workflows} selection={selection} mayWrite={mayWrite} />
        {isDropped ? <DropHint /> : null}
      </div>
    </>
  );
  return (
    <>
      {page}
      {/* In one place whatever lies under it: it outlives the moment in which the list arrives. */}
      {importDialog}
    </>
  );
}

function DropHint() {
  return (
    <div className="pointer-events-none absolute inset-2 z-30 grid place-items-center rounded-card border-2 border-focus border-dashed bg-surface/90 font-medium">
      Drop it to import
    </div>
  );
}

interface BodyProps extends WorkflowListProps {
  list: ReturnType<typeof useWorkflows>;
  search: string;
  clear: () => void;
}

function Body({ list, workflows, search, clear, mayWrite, selection }: BodyProps) {
  const narrow = useMediaQuery(NARROW);
  if (list.isPending) return <WorkflowListSkeleton />;
  if (!list.data) return <ListError error={list.error} retry={() => void list.refetch()} />;
  if (workflows.length === 0) return <NothingFound search={search} clear={clear} />;
  const List = narrow ? WorkflowNarrowList : WorkflowTable;
  return (
    <>
      {list.isError ? <ListError error={list.error} retry={() => void list.refetch()} /> : null}
      <List workflows={workflows} mayWrite={mayWrite} selection={selection} />
      {list.hasNextPage ? (
        <div className="flex justify-center p-4">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        </div>
      ) : null}
    </>
  );
}

function ListError({ error, retry }: { error: unknown; retry: () => void }) {
  const problem = asProblem(error);
  return (
    <ErrorState
      className="m-5 max-sm:m-3"
      title="The list could not be loaded"
      meaning={`${problem.message} Workflows and their runs are not affected.`}
      requestId={problem.requestId}
      action={
        <Button size="sm" onClick={retry}>
          Try again
        </Button>
      }
    />
  );
}

function NothingFound({ search, clear }: { search: string; clear: () => void }) {
  return (
    <div className="flex flex-col items-start gap-3 p-5 max-sm:p-4" role="status">
      <p>
        No workflow has <b>“{search}”</b> in its name.
      </p>
      <Button size="sm" onClick={clear}>
        Show all workflows
      </Button>
    </div>
  );
}
