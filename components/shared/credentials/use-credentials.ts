"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, readWithin } from "#components/shared/api.ts";
import type { Credential } from "#lib/api/contracts/credentials.ts";
import {
  createCredential,
  deleteCredential,
  getCredential,
  listCredentials,
  testCredential,
  testNewCredential,
  updateCredential,
} from "#lib/api/operations.ts";

const CREDENTIALS = ["credentials"] as const;

/** All credentials of the workspace, by name. There are few: they are read whole, page after page. */
export function useCredentials(isWanted: boolean) {
  return useQuery({
    enabled: isWanted,
    queryKey: CREDENTIALS,
    queryFn: async ({ signal }) => {
      const all: Credential[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 100, ...(cursor !== undefined && { cursor }) };
        const page = await api.call(listCredentials, { query }, { signal: readWithin(signal) });
        all.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return all;
    },
  });
}

/** One credential and where it is used. */
export function useCredential(id: string) {
  return useQuery({
    queryKey: [...CREDENTIALS, id],
    queryFn: ({ signal }) => api.call(getCredential, { params: { id } }, { signal: readWithin(signal) }),
  });
}

export interface Wanted {
  name: string;
  type: string;
  values: Record<string, string>;
}

/** Stores a new credential, or what was changed of the one with this id. */
export function useSaveCredential(id: string | null, done: (credential: Credential) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, type, values }: Wanted) =>
      id === null
        ? api.call(createCredential, { body: { name, type, values } })
        : api.call(updateCredential, { params: { id }, body: { name, values } }),
    onSuccess: async (credential) => {
      await client.invalidateQueries({ queryKey: CREDENTIALS });
      done(credential);
    },
  });
}

export function useTestCredential(id: string | null) {
  return useMutation({
    mutationFn: ({ type, values }: Omit<Wanted, "name">) =>
      id === null
        ? api.call(testNewCredential, { body: { type, values } })
        : api.call(testCredential, { params: { id }, body: { values } }),
  });
}

export function useDeleteCredential(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, force }: { id: string; force: boolean }) =>
      api.call(deleteCredential, { params: { id }, query: force ? { force: "true" } : {} }),
    onSuccess: () => {
      done();
      return client.invalidateQueries({ queryKey: CREDENTIALS });
    },
  });
}
