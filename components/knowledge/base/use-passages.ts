"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { api, readWithin } from "#components/shared/api.ts";
import { KNOWLEDGE } from "#components/shared/knowledge/use-knowledge-bases.ts";
import type { KnowledgeChunk, KnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import { listKnowledgeChunks } from "#lib/api/operations.ts";
import type { Place } from "./use-place.ts";

const PAGE = 50;

/** Passages of a document, from first to last of those in sight: only the pages that hold them are read. */
export function usePassages(baseId: string, document: KnowledgeDocument, first: number, last: number) {
  const params = { id: baseId, documentId: document.id };
  const pages: number[] = [];
  for (let page = Math.floor(first / PAGE); page * PAGE <= last; page += 1) pages.push(page);
  // Another reading of the document has other passages.
  const key = [...KNOWLEDGE, baseId, "passages", document.id, document.chunks, document.characters];
  const read = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...key, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.call(
          listKnowledgeChunks,
          { params, query: { from: page * PAGE, limit: PAGE } },
          { signal: readWithin(signal) },
        ),
      staleTime: 60_000,
    })),
  });
  const passages = new Map<number, KnowledgeChunk>();
  for (const { data } of read) for (const chunk of data?.items ?? []) passages.set(chunk.number, chunk);
  const failed = read.find(({ isError }) => isError);
  return { passages, error: failed?.error ?? null, retry: () => void failed?.refetch() };
}

/** The number, from 0, of the passage that an address names; null where it names none, undefined while it is looked for. */
export function usePassageNumber(
  baseId: string,
  documentId: string,
  { passage, at }: Place,
): number | null | undefined {
  const number = passage !== null && /^\d{1,7}$/.test(passage) ? Math.max(0, Number(passage) - 1) : null;
  const query =
    passage !== null && /^chk_[0-9a-z]{26}$/.test(passage)
      ? { passage }
      : at !== null && /^\d{1,9}$/.test(at)
        ? { at: Number(at) }
        : null;
  const found = useQuery({
    enabled: number === null && query !== null,
    queryKey: [...KNOWLEDGE, baseId, "passage", documentId, query],
    queryFn: ({ signal }) =>
      api.call(
        listKnowledgeChunks,
        { params: { id: baseId, documentId }, query: { ...query, limit: 1 } },
        { signal: readWithin(signal) },
      ),
    staleTime: 60_000,
  });
  if (number !== null) return number;
  if (query === null || found.isError) return null;
  return found.data ? (found.data.items[0]?.number ?? null) : undefined;
}
