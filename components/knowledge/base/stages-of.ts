import type { ResultOf } from "#lib/api/contract.ts";
import type { searchKnowledge } from "#lib/api/contracts/knowledge.ts";

export type Found = ResultOf<typeof searchKnowledge>;
export type FoundPassage = Found["results"][number];
type StageKey = keyof FoundPassage["stages"];

/** The stages of a search in their order, in words. */
const names: Readonly<Record<StageKey, string>> = {
  vector: "Meaning",
  keyword: "Keywords",
  merged: "Merged",
  reranked: "Reranked",
};

export interface SeenStage {
  key: StageKey;
  name: string;
}

/** Stages that had something to say about these results. */
export function stagesOf(found: Found): SeenStage[] {
  const keys = Object.keys(names) as StageKey[];
  return keys
    .filter((key) => found.results.some(({ stages }) => stages[key] != null))
    .map((key) => ({ key, name: names[key] }));
}

/** How long the bar of a score is, from 0 to 1. Scores by words and merged ones mean something only beside each other. */
export function shareOf(found: Found, key: StageKey, score: number): number {
  if ((key === "vector" || key === "reranked") && score >= 0 && score <= 1) return score;
  const highest = Math.max(...found.results.map(({ stages }) => stages[key]?.score ?? 0));
  return highest > 0 ? Math.min(1, Math.max(0, score / highest)) : 0;
}

/** `0.71`, `8.42`, `0.032`: as many places as tell scores apart. */
export function scoreWords(score: number): string {
  return score.toFixed(Math.abs(score) < 0.1 ? 3 : 2);
}

/** `38 ms: embed 21, meaning 7, words 3, read 10`. Meaning and words are looked for side by side. */
export function timeWords({ embed, vector, keyword, rerank, read }: Found["ms"]): string {
  const all = Math.max(embed + vector, keyword) + rerank + read;
  const parts = [
    ["embed", embed],
    ["meaning", vector],
    ["words", keyword],
    ["rerank", rerank],
    ["read", read],
  ] as const;
  const said = parts.filter(([, ms]) => ms > 0).map(([part, ms]) => `${part} ${whole(ms)}`);
  return `${whole(all)} ms: ${said.join(", ")}`;
}

function whole(ms: number): string {
  return ms < 1 ? "<1" : String(Math.round(ms));
}
