/** Where one stage placed a passage, from 1, and the score it gave. */
export interface StagePlace {
  rank: number;
  score: number;
}

export interface FusedHit {
  id: string;
  /** More is better; says nothing by itself. */
  score: number;
  vector: StagePlace | null;
  keyword: StagePlace | null;
}

/** Dampens how much the first places count; the value of the paper that the method comes from. */
const K = 60;

/**
 * One list of two by reciprocal rank fusion: each passage gets 1 / (60 + rank) from every list it is in. Ranks are compared,
 * not scores, which mean different things in each.
 */
export function fuseRanks(
  vector: readonly { id: string; score: number }[],
  keyword: readonly { id: string; score: number }[],
): FusedHit[] {
  const hits = new Map<string, FusedHit>();
  for (const [stage, list] of [["vector", vector] as const, ["keyword", keyword] as const]) {
    for (const [index, { id, score }] of list.entries()) {
      const hit = hits.get(id) ?? { id, score: 0, vector: null, keyword: null };
      hit[stage] = { rank: index + 1, score };
      hit.score += 1 / (K + index + 1);
      hits.set(id, hit);
    }
  }
  return [...hits.values()].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}
