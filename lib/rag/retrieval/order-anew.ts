import { limits } from "../../config/limits.ts";
import { NodeError, type NodeErrorCode } from "../../nodes/define.ts";
import type { Passage } from "../step-types.ts";
import type { FusedHit, StagePlace } from "./fuse.ts";
import { type Rerankers, rerankPassages } from "./rerank.ts";
import type { Search } from "./search-options.ts";

/** A hit with its place among all that were found before, and the one a reranker gave it. */
export interface PlacedHit extends FusedHit {
  before: number;
  reranked: StagePlace | null;
}

export interface Ordered {
  hits: PlacedHit[];
  /** How many a reranker looked at; null where none did. */
  looked: number | null;
  notes: string[];
}

/** A reranker looks at twice as many as are wanted, and at so many at least: what stands a little lower may be the best. */
const SPREAD = 2;
const FEWEST = 25;
/** What passes by itself: a search is worth having without this stage. What a person has to mend is told as an error. */
const passing: readonly NodeErrorCode[] = ["network", "timeout", "rate_limited", "upstream"];

/**
 * Hits in the order that a reranker gives them, where one is asked; those it did not look at follow as they were. When it
 * fails, all stay as they were, and a note says so, unless a least score was wanted, which nobody can tell then.
 * @param hits in their order, all of them with a passage
 * @throws NodeError
 */
export async function orderAnew(
  rerankers: Rerankers,
  workspaceId: string,
  { query, count, rerank: choice }: Pick<Search, "query" | "count" | "rerank">,
  { hits, passages }: { hits: readonly FusedHit[]; passages: ReadonlyMap<string, Passage> },
  signal: AbortSignal,
): Promise<Ordered> {
  const placed: PlacedHit[] = hits.map((hit, index) => ({ ...hit, before: index + 1, reranked: null }));
  if (choice === null || hits.length === 0) return { hits: placed, looked: null, notes: [] };
  const pool = placed.slice(0, Math.min(limits.rerankedPassages, Math.max(FEWEST, SPREAD * count)));
  const given = pool.flatMap(({ id }) => passages.get(id) ?? []);
  let scores: Map<string, number>;
  try {
    scores = await rerankPassages(rerankers, { workspaceId, query, choice, passages: given }, signal);
  } catch (error) {
    if (signal.aborted || choice.minScore !== null || !isPassing(error)) throw error;
    const note = `The passages could not be reranked, and stand in the order they had before. ${error.message}`;
    return { hits: placed, looked: null, notes: [note] };
  }
  const scored = pool
    .flatMap((hit) => ({ hit, score: scores.get(hit.id) }))
    .filter((one): one is { hit: PlacedHit; score: number } => one.score !== undefined)
    .sort((a, b) => b.score - a.score || a.hit.before - b.hit.before)
    .map(({ hit, score }, index): PlacedHit => ({ ...hit, reranked: { rank: index + 1, score } }));
  const { minScore } = choice;
  if (minScore !== null) {
    return {
      hits: scored.filter(({ reranked }) => (reranked?.score ?? 0) >= minScore),
      looked: pool.length,
      notes: [],
    };
  }
  const rest = placed.filter(({ id }) => !scores.has(id));
  return { hits: [...scored, ...rest], looked: pool.length, notes: [] };
}

function isPassing(error: unknown): error is NodeError {
  return error instanceof NodeError && passing.includes(error.code);
}
