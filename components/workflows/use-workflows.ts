"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, readWithin } from "#components/shared/api.ts";
import { WORKFLOWS_KEY } from "#components/shared/workflows/workflow-actions.ts";
import { listWorkflows } from "#lib/api/operations.ts";

/** The list, page by page; looks again while a run is under way. */
export function useWorkflows(search: string) {
  return useInfiniteQuery({
    queryKey: [...WORKFLOWS_KEY, search],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listWorkflows,
        { query: { ...(search && { search }), ...(pageParam && { cursor: pageParam }), limit: 50 } },
        { signal: readWithin(signal) },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.pages.some(hasOpenRun) ? 3_000 : 30_000),
  });
}

function hasOpenRun(page: { items: { recentRuns: { finishedAt: string | null }[] }[] }): boolean {
  return page.items.some((workflow) => workflow.recentRuns.some((run) => run.finishedAt === null));
}
