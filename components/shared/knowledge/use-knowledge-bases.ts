"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, readWithin } from "#components/shared/api.ts";
import type { BodyInputOf, ContractOf } from "#lib/api/contract.ts";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import {
  createKnowledgeBase,
  deleteKnowledgeBase,
  getKnowledgeBase,
  listKnowledgeBases,
  updateKnowledgeBase,
} from "#lib/api/operations.ts";

export const KNOWLEDGE = ["knowledge"] as const;
const BASES = [...KNOWLEDGE, "bases"] as const;
/** How often is looked while something works; else nothing is asked. */
export const LOOK_MS = 1_000;

const isWorking = ({ working, reembedding }: KnowledgeBase) =>
  working > 0 || (reembedding !== null && !reembedding.failed);

/** All bases of the workspace, by name. There are few: they are read whole, page after page. */
export function useKnowledgeBases(isWanted = true) {
  return useQuery({
    enabled: isWanted,
    queryKey: BASES,
    // Programs make bases too: whoever looks for one sees those that were made just now.
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const all: KnowledgeBase[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 100, ...(cursor !== undefined && { cursor }) };
        const page = await api.call(listKnowledgeBases, { query }, { signal: readWithin(signal) });
        all.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return all;
    },
    refetchInterval: ({ state }) => (state.data?.some(isWorking) ? LOOK_MS : false),
  });
}

/** One base, looked at again while it works. */
export function useKnowledgeBase(id: string) {
  return useQuery({
    queryKey: [...KNOWLEDGE, id],
    queryFn: ({ signal }) => api.call(getKnowledgeBase, { params: { id } }, { signal: readWithin(signal) }),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? LOOK_MS : false),
  });
}

/** Workflows that name a base. */
export function useKnowledgeUses(id: string) {
  return useQuery({
    queryKey: [...KNOWLEDGE, id, "uses"],
    queryFn: async ({ signal }) => {
      const query = { uses: "true" as const };
      const { usedBy } = await api.call(getKnowledgeBase, { params: { id }, query }, { signal: readWithin(signal) });
      return usedBy ?? [];
    },
  });
}

export type BaseForm = BodyInputOf<ContractOf<typeof createKnowledgeBase>>;

/** Makes a base, or changes what may be changed of the one with this id. */
export function useSaveBase(id: string | null, done: (base: KnowledgeBase) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, description, settings, ...made }: BaseForm): Promise<KnowledgeBase> =>
      id === null
        ? api.call(createKnowledgeBase, { body: { name, description, settings, ...made } })
        : api.call(updateKnowledgeBase, { params: { id }, body: { name, description, settings } }),
    onSuccess: async (base) => {
      await client.invalidateQueries({ queryKey: KNOWLEDGE });
      done(base);
    },
  });
}

export function useDeleteBase(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.call(deleteKnowledgeBase, { params: { id } }),
    onSuccess: () => {
      done();
      return client.invalidateQueries({ queryKey: BASES });
    },
  });
}
