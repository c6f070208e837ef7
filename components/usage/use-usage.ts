"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, readWithin } from "#components/shared/api.ts";
import { getUsage } from "#lib/api/operations.ts";

const DAY_MS = 86_400_000;

/** What was used in the last so many days, today included. */
export function useUsage(days: number) {
  return useQuery({
    queryKey: ["usage", days],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
      return api.call(getUsage, { query: { from } }, { signal: readWithin(signal) });
    },
    placeholderData: keepPreviousData,
  });
}
