"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, readWithin } from "#components/shared/api.ts";
import type { Variable } from "#lib/api/contracts/variables.ts";
import { createVariable, deleteVariable, listVariables, updateVariable } from "#lib/api/operations.ts";
import type { Json, JsonObject } from "#lib/engine/json.ts";

const VARIABLES = ["variables"] as const;

export function useVariables() {
  return useQuery({
    queryKey: VARIABLES,
    queryFn: async ({ signal }) => (await api.call(listVariables, {}, { signal: readWithin(signal) })).items,
  });
}

/** What `vars` would hold in a run that starts now; null until it is known. */
export function useVars(): JsonObject | null {
  const { data } = useVariables();
  return useMemo(() => (data ? Object.fromEntries(data.map(({ name, value }) => [name, value])) : null), [data]);
}

/** Stores a new variable, or what was changed of the one with this id. */
export function useSaveVariable(id: string | null, done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; value: Json; note: string }) =>
      id === null ? api.call(createVariable, { body }) : api.call(updateVariable, { params: { id }, body }),
    onSuccess: () => {
      done();
      return client.invalidateQueries({ queryKey: VARIABLES });
    },
  });
}

export function useDeleteVariable(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Variable) => api.call(deleteVariable, { params: { id } }),
    onSuccess: () => {
      done();
      return client.invalidateQueries({ queryKey: VARIABLES });
    },
  });
}
