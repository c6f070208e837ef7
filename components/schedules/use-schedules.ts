"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { api, readWithin } from "#components/shared/api.ts";
import { listSchedules } from "#lib/api/operations.ts";

/** Schedules of published workflows; looked at again every few seconds, since they fire by themselves. */
export function useSchedules() {
  return useInfiniteQuery({
    queryKey: ["schedules"],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        listSchedules,
        { query: { limit: 100, ...(pageParam && { cursor: pageParam }) } },
        { signal: readWithin(signal) },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 5_000,
  });
}
