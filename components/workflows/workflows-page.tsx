"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { useDebounced } from "#components/shared/use-debounced.ts";
import { NARROW, useMediaQuery } from "#components/shared/use-media-query.ts";
import { Button } from "#components/ui/button.tsx";
import { FirstWorkflow } from "./first-workflow.tsx";
import { SearchBox } from "./search-box.tsx";
import { useWorkflows } from "./use-workflows.ts";
import { useCreateWorkflow } from "./workflow-actions.ts";
import { WorkflowListSkeleton } from "./workflow-list-skeleton.tsx";
import { WorkflowNarrowList } from "./workflow-narrow-list.tsx";
import { WorkflowTable } from "./workflow-table.tsx";

export function WorkflowsPage({ mayWrite }: { mayWrite: boolean }) {
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim(), 200);
  const list = useWorkflows(search);
  const workflows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const nothingYet = list.isSuccess && !list.isPlaceholderData && search === "" && workflows.length === 0;
  if (nothingYet) return <FirstWorkflow mayWrite={mayWrite} />;
  return (
    <>
      <PageHeader
        title="Workflows"
        note={list.isSuccess && !list.hasNextPage && search === "" ? workflows.length : null}
      >
        {mayWrite ? <NewWorkflowButton /> : null}
      </PageHeader>
      <div className="flex shrink-0 items-center border-line border-b px-5 pb-3 max-sm:px-3 max-sm:py-2">
        <SearchBox label="Search by name" value={typed} onChange={setTyped} />
      </div>
      <div className="relative min-h-0 flex-1 overflow-y-auto" aria-busy={list.isFetching}>
        <Body list={list} search={search} clear={() => setTyped("")} mayWrite={mayWrite} />
      </div>
    </>
  );
}

interface BodyProps {
  list: ReturnType<typeof useWorkflows>;
  search: string;
  clear: () => void;
  mayWrite: boolean;
}

function Body({ list, search, clear, mayWrite }: BodyProps) {
  const narrow = useMediaQuery(NARROW);
  const workflows = list.data?.pages.flatMap((page) => page.items);
  if (list.isPending) return <WorkflowListSkeleton />;
  if (!workflows) return <ListError error={list.error} retry={() => void list.refetch()} />;
  if (workflows.length === 0) return <NothingFound search={search} clear={clear} />;
  const List = narrow ? WorkflowNarrowList : WorkflowTable;
  return (
    <>
      {list.isError ? <ListError error={list.error} retry={() => void list.refetch()} /> : null}
      <List workflows={workflows} mayWrite={mayWrite} />
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

function NewWorkflowButton() {
  const create = useCreateWorkflow();
  return (
    <Button variant="primary" busy={create.isPending} onClick={() => create.mutate({ name: "New workflow" })}>
      {create.isPending ? null : <Plus aria-hidden className="size-4" strokeWidth={1.9} />}
      <span>
        New<span className="max-sm:hidden"> workflow</span>
      </span>
    </Button>
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
