"use client";

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api, readWithin } from "#components/shared/api.ts";
import { KNOWLEDGE, LOOK_MS } from "#components/shared/knowledge/use-knowledge-bases.ts";
import type { KnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import {
  deleteKnowledgeDocument,
  getKnowledgeDocument,
  importKnowledgeUrl,
  listKnowledgeDocuments,
  repeatKnowledgeDocument,
} from "#lib/api/operations.ts";
import { progressOf } from "./progress.ts";

export type DocumentFilter = "all" | "working" | "failed";

const documentsKey = (baseId: string) => [...KNOWLEDGE, baseId, "documents"];

/** Reads again what stands on the page of a base, and in the list of bases. */
export function useReadAgain(baseId: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const queryKey = [...KNOWLEDGE, baseId];
    // How much is worked on comes first: a list from before the last of it was through would never be read again.
    await client.invalidateQueries({ queryKey, exact: true });
    await client.invalidateQueries({ queryKey, predicate: (query) => query.queryKey.length > queryKey.length });
  };
}

/**
 * Documents of a base, the newest first. Pages of the list are not read again and again: while the base works, only what is
 * being worked on is, and the list once one of these is through.
 */
export function useDocuments(baseId: string, filter: DocumentFilter, search: string, working: number) {
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: [...documentsKey(baseId), { filter, search }],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: 100,
        ...(filter !== "all" && { state: filter }),
        ...(search && { search }),
        ...(pageParam && { cursor: pageParam }),
      };
      return api.call(listKnowledgeDocuments, { params: { id: baseId }, query }, { signal: readWithin(signal) });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const now = useQuery({
    enabled: working > 0,
    queryKey: [...KNOWLEDGE, baseId, "now"],
    queryFn: ({ signal }) => {
      const query = { state: "working" as const, limit: 100 };
      return api.call(listKnowledgeDocuments, { params: { id: baseId }, query }, { signal: readWithin(signal) });
    },
    refetchInterval: LOOK_MS,
  });
  const inWork = working === 0 ? "" : (now.data?.items.map(({ id }) => id).join() ?? "");
  // biome-ignore lint/correctness/useExhaustiveDependencies: others in work are what makes the list another
  useEffect(() => {
    void client.invalidateQueries({ queryKey: documentsKey(baseId) });
  }, [client, baseId, inWork, working === 0]);
  const documents = useMemo(() => {
    const newer = new Map(working === 0 ? [] : now.data?.items.map((document) => [document.id, document]));
    return list.data?.pages.flatMap(({ items }) => items.map((item) => newer.get(item.id) ?? item)) ?? [];
  }, [list.data, now.data, working]);
  return { list, documents };
}

/** One document, looked at again while it is taken in. */
export function useDocument(baseId: string, id: string | null, known: KnowledgeDocument | undefined) {
  return useQuery({
    enabled: id !== null,
    queryKey: [...KNOWLEDGE, baseId, "document", id],
    queryFn: ({ signal }) =>
      api.call(getKnowledgeDocument, { params: { id: baseId, documentId: id ?? "" } }, { signal: readWithin(signal) }),
    placeholderData: known,
    refetchInterval: ({ state }) => (state.data && progressOf(state.data) ? LOOK_MS : false),
  });
}

export function useRepeatDocument(baseId: string) {
  const readAgain = useReadAgain(baseId);
  return useMutation({
    mutationFn: (documentId: string) => api.call(repeatKnowledgeDocument, { params: { id: baseId, documentId } }),
    onSuccess: readAgain,
  });
}

/** One after the other; those that could not be deleted are what it fails with. */
export function useDeleteDocuments(baseId: string, done: () => void) {
  const readAgain = useReadAgain(baseId);
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const documentId of ids) {
        await api
          .call(deleteKnowledgeDocument, { params: { id: baseId, documentId } })
          // Somebody else was faster: it is gone, as was wanted.
          .catch((error: { status?: number }) => {
            if (error.status !== 404) throw error;
          });
      }
    },
    onSuccess: done,
    onSettled: readAgain,
  });
}

export function useImportAddress(baseId: string, done: (document: KnowledgeDocument) => void) {
  const readAgain = useReadAgain(baseId);
  return useMutation({
    mutationFn: (url: string) => api.call(importKnowledgeUrl, { params: { id: baseId }, body: { url } }),
    onSuccess: async (document) => {
      await readAgain();
      done(document);
    },
  });
}
