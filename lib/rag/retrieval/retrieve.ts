import "server-only";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { knowledgeBases } from "#db/schema/knowledge.ts";
import { createEmbedder, type EmbedTexts } from "../embedder.ts";
import type { VectorHit, VectorIndex } from "../index/vector-index.ts";
import { scopeOf } from "../ingestion/stored-document.ts";
import type { Found, Search } from "../step-types.ts";
import { filterDocuments } from "./filter-documents.ts";
import { fuseRanks } from "./fuse.ts";
import { searchKeywords } from "./keyword-search.ts";
import { readPassages } from "./read-passages.ts";

export interface RetrievalParts {
  db: Database;
  index: VectorIndex;
  embedTexts: EmbedTexts;
}

/** Stages are asked for more than is wanted: what both found a little lower may be the best. */
const CANDIDATES = 4;
const FEWEST_CANDIDATES = 50;

/**
 * Finds passages of a base.
 * @returns null when the workspace has no such base
 */
export async function retrieve(
  { db, index, embedTexts }: RetrievalParts,
  place: { workspaceId: string; baseId: string },
  search: Search,
  signal: AbortSignal,
): Promise<Found | null> {
  const opened = await db.withWorkspace(place, async (tx) => {
    const [base] = await tx.select().from(knowledgeBases).where(eq(knowledgeBases.id, place.baseId));
    return base && { base, documents: await filterDocuments(tx, base.id, search.filter) };
  });
  if (!opened) return null;
  const { base, documents } = opened;
  const { mode, query, count, minSimilarity } = search;
  const wanted = Math.max(count * CANDIDATES, FEWEST_CANDIDATES);
  const ms = { embed: 0, vector: 0, keyword: 0, read: 0 };

  const byVector = async (): Promise<VectorHit[] | null> => {
    const scope = scopeOf(base);
    if (mode === "keyword") return null;
    if (scope === null) return [];
    const [vector] = await timed(ms, "embed", () => createEmbedder(embedTexts, base).embed([query], signal));
    const only = documents === null ? {} : { documents };
    const asked = { vector: vector as Float32Array, count: wanted, ...only };
    const hits = await timed(ms, "vector", () => index.search(scope, asked, signal));
    return minSimilarity === null ? hits : hits.filter(({ score }) => score >= minSimilarity);
  };
  const byWords = async () =>
    mode === "vector"
      ? null
      : timed(ms, "keyword", () => searchKeywords(db, base, { query, count: wanted, documents }));

  const [vector, keyword] = await Promise.all([byVector(), byWords()]);
  const fused = fuseRanks(vector ?? [], keyword ?? []);
  const results = await timed(ms, "read", () =>
    db.withWorkspace(place, async (tx) => {
      // More than wanted: an index may still have what is gone.
      const ids = fused.slice(0, wanted).map(({ id }) => id);
      const there = await readPassages(tx, base.id, ids, { neighbours: 0, sections: false });
      const best = fused.filter(({ id }) => there.has(id)).slice(0, count);
      const bestIds = best.map(({ id }) => id);
      const passages = await readPassages(tx, base.id, bestIds, search);
      return best.flatMap((hit, index) => {
        const passage = passages.get(hit.id);
        const own = mode === "hybrid" ? null : (hit[mode]?.score ?? null);
        const merged = own === null ? { rank: index + 1, score: hit.score } : null;
        const stages = { vector: hit.vector, keyword: hit.keyword, merged };
        return passage ? [{ ...passage, score: own ?? hit.score, stages }] : [];
      });
    }),
  );
  return { results, candidates: { vector: vector?.length ?? null, keyword: keyword?.length ?? null }, ms };
}

async function timed<T>(ms: Found["ms"], part: keyof Found["ms"], work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const value = await work();
  ms[part] = Math.round((performance.now() - from) * 10) / 10;
  return value;
}
