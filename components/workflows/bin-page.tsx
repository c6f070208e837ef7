"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeft, RotateCcw, Trash2 } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { api, asProblem, readWithin } from "#components/shared/api.ts";
import { BulkBar } from "#components/shared/bulk-bar.tsx";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { type Selection, useSelection } from "#components/shared/use-selection.ts";
import { BIN_KEY, useRestoreWorkflows } from "#components/shared/workflows/workflow-actions.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { BinItem } from "#lib/api/contracts/bin.ts";
import { listBin } from "#lib/api/operations.ts";
import { DeleteForGoodDialog } from "./delete-for-good-dialog.tsx";
import { WorkflowListSkeleton } from "./workflow-list-skeleton.tsx";

function useBin() {
  return useInfiniteQuery({
    queryKey: BIN_KEY,
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listBin,
        { query: { ...(pageParam && { cursor: pageParam }), limit: 50 } },
        { signal: readWithin(signal) },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Deleted workflows, to take back or to get rid of. */
export function BinPage({ mayWrite }: { mayWrite: boolean }) {
  const bin = useBin();
  const items = useMemo(() => bin.data?.pages.flatMap((page) => page.items) ?? [], [bin.data]);
  const selection = useSelection(useMemo(() => items.map(({ id }) => id), [items]));
  const [purging, setPurging] = useState<readonly BinItem[] | null>(null);
  const selected = items.filter(({ id }) => selection.has(id));
  const restore = useRestoreWorkflows();
  return (
    <>
      <PageHeader title="Bin" note={bin.isSuccess && !bin.hasNextPage && items.length > 0 ? items.length : null}>
        <Button asChild variant="ghost">
          <Link href="/workflows">
            <ArrowLeft aria-hidden className="size-4" />
            <span>All workflows</span>
          </Link>
        </Button>
        {mayWrite && items.length > 0 && !bin.hasNextPage ? (
          <Button variant="danger" onClick={() => setPurging(items)}>
            Empty the bin
          </Button>
        ) : null}
      </PageHeader>
      <p className="shrink-0 border-line border-b px-5 pb-3 text-fg-2 text-small max-sm:px-4 max-sm:py-2">
        Deleted workflows start nothing. After 30 days they are deleted for good, with their versions; past runs stay.
      </p>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <div className="min-h-0 flex-1 overflow-y-auto" aria-busy={bin.isFetching}>
          <Items bin={bin} items={items} selection={selection} mayWrite={mayWrite} purge={(one) => setPurging([one])} />
        </div>
        {mayWrite ? (
          <BulkBar count={selected.length} clear={selection.clear}>
            <Button variant="ghost" busy={restore.isPending} onClick={() => restore.mutate(selected)}>
              <RotateCcw aria-hidden className="size-4" />
              Restore
            </Button>
            <Button variant="ghost" className="text-fail [&_svg]:text-fail" onClick={() => setPurging(selected)}>
              <Trash2 aria-hidden className="size-4" />
              Delete for good
            </Button>
          </BulkBar>
        ) : null}
      </div>
      {purging ? <DeleteForGoodDialog workflows={purging} onClose={() => setPurging(null)} /> : null}
    </>
  );
}

interface ItemsProps {
  bin: ReturnType<typeof useBin>;
  items: readonly BinItem[];
  selection: Selection;
  mayWrite: boolean;
  purge(item: BinItem): void;
}

function Items({ bin, items, selection, mayWrite, purge }: ItemsProps) {
  if (bin.isPending) return <WorkflowListSkeleton />;
  if (!bin.data) {
    return (
      <ErrorState
        className="m-5 max-sm:m-3"
        title="The bin could not be loaded"
        meaning={asProblem(bin.error).message}
        action={
          <Button size="sm" onClick={() => void bin.refetch()}>
            Try again
          </Button>
        }
      />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState title="The bin is empty" icon={<Trash2 aria-hidden />} className="m-5 max-sm:m-4">
        What you delete in the list of workflows waits here for 30 days, in case you want it back.
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Deleted workflows">
        {items.map((item) => (
          <BinRow key={item.id} item={item} selection={selection} mayWrite={mayWrite} purge={() => purge(item)} />
        ))}
      </ul>
      {bin.hasNextPage ? (
        <div className="flex justify-center p-4">
          <Button busy={bin.isFetchingNextPage} onClick={() => void bin.fetchNextPage()}>
            Load more
          </Button>
        </div>
      ) : null}
    </>
  );
}

function BinRow(props: { item: BinItem; selection: Selection; mayWrite: boolean; purge: () => void }) {
  const { item, selection, mayWrite, purge } = props;
  const restore = useRestoreWorkflows();
  return (
    <li
      data-state={selection.has(item.id) ? "selected" : undefined}
      className="flex min-h-[50px] flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-5 py-1.5 text-small data-[state=selected]:bg-primary-soft max-sm:px-4"
    >
      {mayWrite ? (
        <Checkbox
          aria-label={`Select ${item.name}`}
          checked={selection.has(item.id)}
          onCheckedChange={(on) => selection.set([item.id], on === true)}
        />
      ) : null}
      <span className="min-w-0 flex-1 max-sm:min-w-48">
        <b className="block truncate text-base leading-[17px]">{item.name}</b>
        <span className="block truncate text-fg-3 text-micro">
          Deleted <RelativeTime at={item.deletedAt} />
          {item.deletedBy ? ` by ${item.deletedBy.name}` : ""}
          {item.wasLive ? ", was live" : ""}
        </span>
      </span>
      <span className="w-40 text-fg-3 max-md:hidden">
        Gone for good <RelativeTime at={item.goneAt} mayCome />
      </span>
      {mayWrite ? (
        <span className="flex gap-1.5">
          <Button
            size="sm"
            busy={restore.isPending}
            aria-label={`Restore ${item.name}`}
            onClick={() => restore.mutate([item])}
          >
            Restore
          </Button>
          <Button size="sm" variant="danger" aria-label={`Delete for good: ${item.name}`} onClick={purge}>
            Delete for good
          </Button>
        </span>
      ) : null}
    </li>
  );
}
