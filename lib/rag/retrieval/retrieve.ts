import "server-only";
import { eq } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { knowledgeBases } from "#db/schema/knowledge.ts";
import { createEmbedder, type EmbedTexts } from "../embedder.ts";
import type { VectorHit, VectorIndex } from "../index/vector-index.ts";
import { scopeOf } from "../ingestion/stored-document.ts";
import type { Found, Search } from "../step-types.ts";
import { filterDocuments } from "./filter-documents.ts";
import { fuseRanks } from "./fuse.ts";
import { searchKeywords } from "./keyword-search.ts";
import { orderAnew, type PlacedHit } from "./order-anew.ts";
import { readPassages } from "./read-passages.ts";
import type { Rerankers } from "./rerank.ts";

/** The models that a search asks, on somebody's account. */
export interface SearchModels extends Rerankers {
  embedTexts: EmbedTexts;
}

export interface RetrievalParts {
  db: Database;
  index: VectorIndex;
  models: SearchModels;
}

/** Stages are asked for more than is wanted: what both found a little lower may be the best. */
const CANDIDATES = 4;
const FEWEST_CANDIDATES = 50;

/**
 * Finds passages of a base.
 * @returns null when the workspace has no such base
 */
export async function retrieve(
  { db, index, models }: RetrievalParts,
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
  const ms = { embed: 0, vector: 0, keyword: 0, rerank: 0, read: 0 };

  const byVector = async (): Promise<VectorHit[] | null> => {
    const scope = scopeOf(base);
    if (mode === "keyword") return null;
    if (scope === null) return [];
    const [vector] = await timed(ms, "embed", () => createEmbedder(models.embedTexts, base).embed([query], signal));
    const only = documents === null ? {} : { documents };
    // Of one text the embedder gives one vector, or throws.
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
  // More than wanted: an index may still have what is gone.
  const near = fused.slice(0, wanted).map(({ id }) => id);
  const reading = <T>(work: (tx: Tx) => Promise<T>) => timed(ms, "read", () => db.withWorkspace(place, work));
  const there = await reading((tx) => readPassages(tx, base.id, near, { neighbours: 0, sections: false }));
  const hits = fused.filter(({ id }) => there.has(id));
  const order = () => orderAnew(models, place.workspaceId, search, { hits, passages: there }, signal);
  const ordered = search.rerank === null ? await order() : await timed(ms, "rerank", order);
  const best = ordered.hits.slice(0, count);
  const bestIds = best.map(({ id }) => id);
  const passages = await reading((tx) => readPassages(tx, base.id, bestIds, search));
  const results = best.flatMap((hit) => {
    const passage = passages.get(hit.id);
    return passage ? [{ ...passage, ...placesOf(hit, mode) }] : [];
  });
  const looked = { vector: vector?.length ?? null, keyword: keyword?.length ?? null, reranked: ordered.looked };
  return { results, candidates: looked, ms, notes: ordered.notes };
}

/** The score of the last stage that placed it, and the places of all. */
function placesOf({ score, vector, keyword, before, reranked }: PlacedHit, mode: Search["mode"]) {
  const own = mode === "hybrid" ? null : mode === "vector" ? vector : keyword;
  const merged = own === null ? { rank: before, score } : null;
  return { score: reranked?.score ?? own?.score ?? score, stages: { vector, keyword, merged, reranked } };
}

async function timed<T>(ms: Found["ms"], part: keyof Found["ms"], work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const value = await work();
  ms[part] = Math.round((ms[part] + performance.now() - from) * 10) / 10;
  return value;
}
