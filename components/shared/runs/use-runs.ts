"use client";

import { type InfiniteData, type QueryClient, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api, readWithin } from "#components/shared/api.ts";
import type { Run } from "#lib/api/contracts/runs.ts";
import { listRuns } from "#lib/api/operations.ts";
import { flatPages, mergePage, type Page } from "./merge-pages.ts";
import { addressOf, queryOf, type RunFilter } from "./run-filter.ts";

const PAGE = 50;
const TOGETHER_MS = 200;
/** The stream is the fast way; this one is for when it is cut, and for runs that another process walks. */
const OPEN_MS = 3_000;
const QUIET_MS = 15_000;

export const RUNS_KEY = ["runs"] as const;

type Pages = InfiniteData<Page<Run>, string>;

function readPage(filter: RunFilter, cursor: string, signal?: AbortSignal): Promise<Page<Run>> {
  const query = { limit: PAGE, ...queryOf(filter, Date.now()), ...(cursor && { cursor }) };
  return api.call(listRuns, { query }, signal ? { signal: readWithin(signal) } : {});
}

/** Runs that a filter lets through, newest first, page by page. `useRunChanges` keeps them up to date. */
export function useRuns(filter: RunFilter) {
  const client = useQueryClient();
  const key = useMemo(() => [...RUNS_KEY, addressOf(filter)], [filter]);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => readPage(filter, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 1_000,
    meta: { filter },
  });
  const runs = useMemo(() => flatPages(query.data?.pages ?? []), [query.data]);
  const isMoving = runs.some(({ finishedAt }) => finishedAt === null);
  useEffect(() => {
    const look = () => !document.hidden && void refresh(client, key, filter, null);
    const timer = setInterval(look, isMoving ? OPEN_MS : QUIET_MS);
    return () => clearInterval(timer);
  }, [client, key, filter, isMoving]);
  return { ...query, runs };
}

/** Reads again what may have changed: the first page, and those further down that hold a run that has (null: an open one). */
async function refresh(
  client: QueryClient,
  key: readonly unknown[],
  filter: RunFilter,
  changed: ReadonlySet<string> | null,
): Promise<void> {
  const before = client.getQueryData<Pages>(key);
  if (!before) return;
  const isStale = (run: Run) => (changed ? changed.has(run.id) : run.finishedAt === null);
  const wanted = before.pages.flatMap((page, i) => (i === 0 || page.items.some(isStale) ? [i] : []));
  const fresh = new Map<number, Page<Run>>();
  try {
    await Promise.all(wanted.map(async (i) => fresh.set(i, await readPage(filter, before.pageParams[i] ?? ""))));
  } catch {
    // The next look may do better; the list says so only when it has nothing to show.
    return;
  }
  client.setQueryData<Pages>(key, (now) =>
    now === undefined
      ? now
      : {
          ...now,
          pages: now.pages.map((page, i) => {
            const read = fresh.get(i);
            return read ? mergePage(page, read) : page;
          }),
        },
  );
}

/** Reads all lists of runs again as soon as a run of the workspace (or of one workflow) has changed. */
export function useRunChanges(workflowId: string | null): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource("/api/v1/events?topics=workspace");
    let timer: ReturnType<typeof setTimeout> | undefined;
    let changed = new Set<string>();
    source.addEventListener("run.changed", (message: MessageEvent<string>) => {
      // As lib/front writes it.
      const change = JSON.parse(message.data) as { runId: string; workflowId: string };
      if (workflowId !== null && change.workflowId !== workflowId) return;
      changed.add(change.runId);
      // Many changes at once are one look.
      timer ??= setTimeout(() => {
        timer = undefined;
        const ids = changed;
        changed = new Set();
        // Every list of runs has its filter there (above).
        for (const query of client.getQueryCache().findAll({ queryKey: RUNS_KEY, type: "active" }))
          void refresh(client, query.queryKey, query.meta?.filter as RunFilter, ids);
        void client.invalidateQueries({ queryKey: ["workflows"] });
      }, TOGETHER_MS);
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client, workflowId]);
}
