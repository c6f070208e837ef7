"use client";

import { useQuery } from "@tanstack/react-query";
import { getMe } from "#lib/api/operations.ts";
import { api, readWithin } from "./api.ts";

/** Who is signed in, and in which workspace; read once in a while, since it hardly changes. */
export function useMe() {
  return useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => api.call(getMe, {}, { signal: readWithin(signal) }),
    staleTime: 60_000,
  });
}
