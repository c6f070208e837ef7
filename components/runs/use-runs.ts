"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "#components/shared/api.ts";
import { listRuns, listWorkflowRuns, type Run } from "#lib/api/contracts/runs.ts";

const PAGE = 50;

function isOpen(run: Run): boolean {
  return run.finishedAt === null;
}

/** Runs of one workflow, or of the workspace, newest first. Kept up to date by the workspace's event stream. */
export function useRuns(workflowId: string | null, state?: Run["state"]) {
  return useInfiniteQuery({
    queryKey: ["runs", workflowId, state ?? "any"],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(state && { state }), ...(pageParam && { cursor: pageParam }) };
      return workflowId === null
        ? api.call(listRuns, { query }, { signal })
        : api.call(listWorkflowRuns, { params: { id: workflowId }, query }, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // The stream is the fast way; this one is for when it is cut.
    refetchInterval: (query) => (query.state.data?.pages.some(({ items }) => items.some(isOpen)) ? 3_000 : 15_000),
  });
}

/** Reads lists of runs again as soon as a run of the workspace has changed. */
export function useRunChanges(workflowId: string | null): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource("/api/v1/events?topics=workspace");
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener("run.changed", (message: MessageEvent<string>) => {
      const change = JSON.parse(message.data) as { workflowId: string };
      if (workflowId !== null && change.workflowId !== workflowId) return;
      // Many changes at once are one look.
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: ["runs"] });
        void client.invalidateQueries({ queryKey: ["workflows"] });
      }, 150);
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client, workflowId]);
}
